import { existsSync } from 'node:fs';
import type { Client } from '../client/client.ts';
import type { Config } from '../config/config.ts';
import { readConfig } from './configfile.ts';
import { UsageError } from './errors.ts';
import type { Io } from './io.ts';

export type ConnectOptions = { readonly config?: string; readonly project?: string };
export type Settings = {
  readonly endpoint: string;
  readonly publicKey: string;
  readonly privateKey: string;
  readonly securityToken?: string | undefined;
};

/** What a client command reads where nothing else is said. */
export const usualFile = 'forewarm.yaml';

/**
 * A client by FOREWARM_ENDPOINT, FOREWARM_PUBLIC_KEY, FOREWARM_PRIVATE_KEY and FOREWARM_PROJECT_ID. What of these is
 * not set comes from the configuration (--config, else ./forewarm.yaml): its listen address, its first main key.
 */
export async function connect(io: Io, options: ConnectOptions): Promise<Client> {
  return await clientWith(await settingsFor(io, options), io, options);
}

/** Where a command finds its server, and what it signs with. Throws a UsageError where nothing says so. */
export async function settingsFor(io: Io, options: ConnectOptions): Promise<Settings> {
  return fromEnvironment(io.env) ?? (await withConfiguration(io, options));
}

export async function clientWith(settings: Settings, io: Io, options: ConnectOptions): Promise<Client> {
  const { createClient } = await import('../client/client.ts');
  try {
    return createClient({ ...settings, projectId: options.project ?? io.env['FOREWARM_PROJECT_ID'] });
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(`FOREWARM_ENDPOINT or a key is not what is accepted: ${error.message}`);
    throw error;
  }
}

function fromEnvironment(env: Io['env']): Settings | undefined {
  const { FOREWARM_ENDPOINT: endpoint, FOREWARM_PUBLIC_KEY: publicKey, FOREWARM_PRIVATE_KEY: privateKey } = env;
  if (isMissing(endpoint) || isMissing(publicKey) || isMissing(privateKey)) return undefined;
  // Of a pair that forewarm keys lend gave.
  return { endpoint, publicKey, privateKey, securityToken: env['FOREWARM_SECURITY_TOKEN'] };
}

async function withConfiguration(io: Io, { config: file }: ConnectOptions): Promise<Settings> {
  if (file === undefined && !existsSync(usualFile)) throw nothingSet(io.env);
  const { config } = await readConfig(file ?? usualFile, io);
  const { FOREWARM_ENDPOINT: endpoint, FOREWARM_PUBLIC_KEY: publicKey, FOREWARM_PRIVATE_KEY: privateKey } = io.env;
  const asked = isMissing(publicKey) ? undefined : publicKey;
  const key = config.keys.find((one) => (asked === undefined ? one.account === 'main' && !hasExpired(one) : one.publicKey === asked));
  if (key === undefined) {
    throw new UsageError(
      asked === undefined
        ? `${file ?? usualFile} has no main key that has not expired`
        : `${file ?? usualFile} has no key of the name in FOREWARM_PUBLIC_KEY`,
      ['Set FOREWARM_PUBLIC_KEY and FOREWARM_PRIVATE_KEY.'],
    );
  }
  return {
    endpoint: isMissing(endpoint) ? endpointOf(config.listen) : endpoint,
    publicKey: key.publicKey,
    privateKey: isMissing(privateKey) || asked === undefined ? key.privateKey : privateKey,
  };
}

function hasExpired(key: Config['keys'][number]): boolean {
  return key.expiresAtMs !== undefined && key.expiresAtMs <= Date.now();
}

/** Where a server that listens so is reached from its own machine. */
export function endpointOf({ host, port, tls }: Config['listen']): string {
  const near = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `${tls === undefined ? 'http' : 'https'}://${near.includes(':') ? `[${near}]` : near}:${port}`;
}

function nothingSet(env: Io['env']): UsageError {
  const missing = ['FOREWARM_ENDPOINT', 'FOREWARM_PUBLIC_KEY', 'FOREWARM_PRIVATE_KEY'].filter((name) => isMissing(env[name]));
  return new UsageError(
    `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not set, and there is no ${usualFile} here to take them from`,
    ['Set them, name a configuration with --config FILE, or run this where forewarm.yaml is.'],
  );
}

function isMissing(value: string | undefined): value is undefined | '' {
  return value === undefined || value === '';
}
