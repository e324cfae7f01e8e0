import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Findings } from '../probe/findings.ts';
import type { ProbeOptions } from '../probe/options.ts';
import { version } from '../version.ts';
import { collected, withExamples, withJson, writeJson, writeLines, type Context, type JsonOption } from './common.ts';
import { CommandError, exitCodes, UsageError, type ExitCode } from './errors.ts';
import { interruptible } from './interrupt.ts';
import type { Io } from './io.ts';
import { readAddress, readHeaders, readUrl } from './probing/arguments.ts';
import { LiveLine } from './screen/liveline.ts';
import { styleOf } from './screen/style.ts';
import { printable } from './screen/text.ts';
import { readDuration } from './screen/times.ts';

type Options = JsonOption & {
  readonly purge?: true;
  readonly header?: readonly string[];
  readonly ca?: string;
  readonly insecure?: true;
  readonly large?: true;
  readonly timeout: string;
};

const maxBodyBytes = 64e6;

export function register(program: Command, { io, endWith }: Context): void {
  const command = withJson(program.command('probe'))
    .summary('find out what a cache of yours shows, honours and forgets')
    .description(
      'Finds out what a cache makes of a URL: which one it seems to be, what its headers say of hit and miss, what it can be asked ' +
        'without harm, whether it forgets, and the lines for nodes: that fit it. No server, key or configuration is needed. ' +
        'The URL’s host is sent as Host and SNI, and never resolved.',
    )
    .argument('<address>', 'where the cache is dialled: http://HOST:PORT or https://HOST:PORT')
    .argument('<url>', 'a URL that it serves, and that may be stored')
    .option('--purge', 'tell it to forget this URL, look, and fetch it again')
    .option('--header <header>', "'Name: value', sent with every request; repeatable", collected)
    .option('--ca <file>', 'trust the certificates in this PEM file, too')
    .option('--insecure', 'take any certificate')
    .option('--large', 'read bodies of more than 64 MB, too')
    .option('--timeout <duration>', 'the longest silence', '10s');
  withExamples(
    command,
    [
      ['forewarm probe http://127.0.0.1:8081 https://cdn.example.com/a.bin', 'harmless: the origin sees two GETs of it at most'],
      [
        'forewarm probe https://10.0.0.7 https://cdn.example.com/a.bin --ca edge-ca.pem --purge',
        'takes the URL out of the cache for a moment',
      ],
      ["forewarm probe http://10.0.0.7 http://cdn.example.com/a.bin --header 'X-Edge-Token: …' --json", 'for programs'],
    ],
    'Exit codes: 0 found out; 1 the URL is not kept there, or the edge answered with\nan error; 2 wrong usage; 3 not reachable.',
  ).action(async (address: string, url: string, options: Options) => endWith(await probeAndTell(address, url, options, io)));
}

async function probeAndTell(address: string, url: string, options: Options, io: Io): Promise<ExitCode> {
  const caFile = options.ca === undefined ? undefined : resolve(options.ca);
  const checked: Omit<ProbeOptions, 'signal' | 'onStep'> = {
    address: readAddress(address),
    url: readUrl(url),
    userAgent: `forewarm/${version}`,
    headers: readHeaders(options.header ?? []),
    tls: { verify: options.insecure !== true, ...(caFile !== undefined && { caPem: readPem(caFile) }) },
    ...(caFile !== undefined && { caFile }),
    timeoutMs: readDuration(options.timeout, '--timeout'),
    maxBodyBytes: options.large === true ? Infinity : maxBodyBytes,
    mayPurge: options.purge === true,
  };
  const findings = await found(checked, io);
  if (options.json === true) {
    const { findingsInJson } = await import('./probing/json.ts');
    writeJson(io, findingsInJson(address, url, findings));
  } else {
    const { reportLines } = await import('./probing/report.ts');
    writeLines(io, reportLines(address, url, findings, io));
  }
  return findings.conclusion.inCache === 'no' ? exitCodes.failed : exitCodes.succeeded;
}

async function found(options: Omit<ProbeOptions, 'signal' | 'onStep'>, io: Io): Promise<Findings> {
  const [{ probe }, { Unreachable }] = await Promise.all([import('../probe/probe.ts'), import('../probe/unreachable.ts')]);
  const live = io.stderr.isTTY === true ? new LiveLine(io.stderr) : undefined;
  const style = styleOf(io.stderr, io.env);
  try {
    return await interruptible((signal) => probe({ ...options, signal, onStep: (step) => live?.show(style.dim(`${step} …`)) }));
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    const { scheme, host, port } = options.address;
    const peer = `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
    throw new CommandError(`${peer} can't be probed: ${printable(error.message)}`, exitCodes.unreachable, error.hints);
  } finally {
    live?.clear();
  }
}

function readPem(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`--ca ${file} can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  throw new UsageError(`--ca ${file} holds no certificate; accepted: a file of certificates in PEM`);
}
