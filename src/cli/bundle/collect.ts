import { existsSync } from 'node:fs';
import type { Config } from '../../config/config.ts';
import { formatFault } from '../../config/fault.ts';
import { loadConfig } from '../../config/load.ts';
import { shownConfig } from '../../config/shown.ts';
import { version } from '../../version.ts';
import { clientWith, settingsFor, usualFile, type ConnectOptions, type Settings } from '../connect.ts';
import { errorText } from '../errortext.ts';
import type { Io } from '../io.ts';
import type { BundleFile } from './archive.ts';
import { logTail } from './logtail.ts';
import { aboutMachine, aboutStore } from './machine.ts';
import { Scrubber } from './scrub.ts';
import { knownSecrets } from './secrets.ts';
import { apiParts, pageParts, type Part } from './server.ts';

export type CollectOptions = ConnectOptions & { readonly log?: string };
export type Missing = { readonly Name: string; readonly Reason: string };

/** All files of a bundle, without secrets, and what could not be had. Throws a UsageError when an option is wrong. */
export async function collect(options: CollectOptions, io: Io): Promise<{ files: BundleFile[]; missing: Missing[] }> {
  const configFile = options.config ?? (existsSync(usualFile) ? usualFile : undefined);
  const loaded = configFile === undefined ? undefined : loadConfig(configFile, io.env);
  const config = loaded?.ok === true ? loaded.config : undefined;
  const settings = await settingsFor(io, options).catch((error: unknown) => errorText(error).message);
  const privateKey = typeof settings === 'string' ? [] : [settings.privateKey, settings.securityToken ?? ''];
  const scrubber = new Scrubber([...knownSecrets(configFile, io.env), ...privateKey]);

  const parts: Part[] = [{ name: 'about.json', read: async () => aboutMachine(io.env) }];
  if (loaded !== undefined) parts.push({ name: 'check-config.json', read: async () => checked(loaded) });
  if (config !== undefined) {
    parts.push({ name: 'configuration.json', read: async () => shownConfig(config) });
    parts.push({ name: 'store.json', read: async () => aboutStore(config.store.path) });
  }
  if (options.log !== undefined) {
    const text = await logTail(options.log, io);
    parts.push({ name: 'log.txt', read: async () => text });
  }
  const missing: Missing[] =
    configFile === undefined ? [{ Name: 'configuration.json', Reason: 'no configuration is here (--config)' }] : [];
  if (typeof settings === 'string') missing.push({ Name: 'server/', Reason: settings });
  else {
    const server = await serverParts(settings, config, io, options).catch((error: unknown) => scrubber.text(reasonOf(error)));
    if (typeof server === 'string') missing.push({ Name: 'server/', Reason: `${settings.endpoint}: ${server}` });
    else parts.push(...server);
  }

  const files: BundleFile[] = [];
  for (const { name, read } of parts) {
    try {
      files.push({ name, text: scrubber.text(asText(await read())) });
    } catch (error) {
      missing.push({ Name: name, Reason: scrubber.text(reasonOf(error)) });
    }
  }
  return { files: [{ name: 'README.txt', text: scrubber.text(readme(files, missing)) }, ...files], missing };
}

/** Rejects when the server can't be reached at all: each part would say so, each after its time. */
async function serverParts(settings: Settings, config: Config | undefined, io: Io, options: CollectOptions): Promise<Part[]> {
  const { metrics } = config?.listen ?? {};
  const metricsAt = metrics === undefined ? settings.endpoint : `http://${near(metrics.host)}:${metrics.port}`;
  const [health, ...pages] = pageParts(settings.endpoint, metricsAt);
  const text = await health.read();
  return [{ ...health, read: async () => text }, ...pages, ...apiParts(await clientWith(settings, io, options))];
}

function near(host: string): string {
  const reached = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return reached.includes(':') ? `[${reached}]` : reached;
}

function checked(loaded: ReturnType<typeof loadConfig>): object {
  return { ok: loaded.ok, faults: loaded.ok ? [] : loaded.faults.map(formatFault), warnings: loaded.warnings.map(formatFault) };
}

function asText(content: string | object): string {
  return typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`;
}

function reasonOf(error: unknown): string {
  const { message } = errorText(error);
  const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : '';
  return `${message}${cause}`;
}

function readme(files: readonly BundleFile[], missing: readonly Missing[]): string {
  return [
    `A support bundle of forewarm ${version}, made ${new Date().toISOString()}.`,
    'Private keys, tokens, values of headers, and users and queries of URLs are taken out: (hidden).',
    '',
    'In it:',
    ...files.map(({ name, text }) => `  ${name} (${Buffer.byteLength(text)} bytes)`),
    ...(missing.length === 0 ? [] : ['', 'Not to be had:', ...missing.map(({ Name, Reason }) => `  ${Name}: ${Reason}`)]),
    '',
  ].join('\n');
}
