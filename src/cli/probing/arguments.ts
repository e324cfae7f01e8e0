import type { z } from 'zod';
import { nodeAddress } from '../../config/schema/address.ts';
import { variantHeaders } from '../../config/schema/headers.ts';
import type { ProbeOptions } from '../../probe/options.ts';
import { isUrlFault, parseTargetUrl } from '../../tasks/url.ts';
import { UsageError } from '../errors.ts';
import { printable, shortened } from '../screen/text.ts';

/** As forewarm.yaml takes it. Throws a UsageError. */
export function readAddress(text: string): ProbeOptions['address'] {
  const read = nodeAddress().safeParse(text);
  if (!read.success) throw refused('ADDRESS', text, read.error);
  const { protocol, hostname } = new URL(read.data);
  return {
    scheme: protocol === 'https:' ? 'https' : 'http',
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    // URL leaves out a scheme's own.
    port: Number(/:(\d+)$/.exec(read.data)?.[1]),
  };
}

/** As a submit takes it. Throws a UsageError. */
export function readUrl(text: string): ProbeOptions['url'] {
  const target = parseTargetUrl(text);
  if (isUrlFault(target)) throw new UsageError(`URL is ${quoted(text)}, ${target.what}; accepted: ${target.accepted}`);
  const { scheme, host, url } = target;
  const path = url.slice(scheme.length + '://'.length + host.length);
  return { scheme, host, path: path.startsWith('?') ? `/${path}` : path };
}

/** `Name: value` each. Values may be secrets, so no error shows them. Throws a UsageError. */
export function readHeaders(lines: readonly string[]): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon)).trim();
    if (name === '') throw new UsageError("--header has a value without a name; accepted: 'Name: value'");
    const read = variantHeaders().safeParse({ [name]: line.slice(colon + 1).trim() });
    if (!read.success) throw refused('--header', name, read.error);
    if (Object.keys(headers).some((known) => known.toLowerCase() === name.toLowerCase()))
      throw new UsageError(`--header ${quoted(name)} stands there a second time (case does not count); accepted: each header once`);
    headers[name] = line.slice(colon + 1).trim();
  }
  return headers;
}

function refused(what: string, text: string, { issues: [issue] }: z.core.$ZodError): UsageError {
  const detail: unknown = issue?.code === 'custom' ? issue.params?.['detail'] : undefined;
  const said = typeof detail === 'string' ? `${what} (${quoted(text)}) ${detail}` : `${what} is ${quoted(text)}`;
  return new UsageError(`${said}; accepted: ${issue?.message ?? 'another'}`);
}

function quoted(text: string): string {
  // A password in an address is nobody's business.
  return JSON.stringify(shortened(printable(text.replace(/\/\/[^/@]*@/, '//…@')), 60));
}
