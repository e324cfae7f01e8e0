import { type AddressSet, addressSet } from './access/addresses.ts';
import { type BodyLimits, bodyLimits } from './http/body.ts';
import { type Key, readKeys } from './access/keys.ts';
import { defaultBytesInFlight, defaultRequestsInFlight, type LoadLimits } from './http/load.ts';
import type { MadeKeys } from '../control/keys/madekeys.ts';
import type { ApiOptions, InForce, KeyOptions, LimitOptions } from './options.ts';
import { SecurityTokens } from './access/securitytokens.ts';
import { Projects } from './access/project.ts';

/** The options made ready for use. A call keeps those it began with; a reload makes new ones. */
export type Settings = {
  keys: ReadonlyMap<string, Key>;
  /** Those of them that the configuration has. */
  fixedKeys: readonly KeyOptions[];
  /** Undefined without a master key. */
  tokens: SecurityTokens | undefined;
  projects: Projects;
  trustedProxies: AddressSet;
  version: string;
  inForce: InForce;
  limits: LimitOptions;
  body: BodyLimits;
  load: LoadLimits;
};

/** Throws an Error that names the key, address or prefix that can't be read. */
export function readSettings({ keys, projects, trustedProxies, limits, version, inForce }: ApiOptions, made: MadeKeys): Settings {
  return {
    keys: readKeys(keys, made.all()),
    fixedKeys: keys,
    tokens: made.masterKey === undefined ? undefined : new SecurityTokens(made.masterKey),
    projects: new Projects(projects),
    trustedProxies: addressSet(trustedProxies),
    version,
    inForce,
    limits,
    body: bodyLimits(limits.bodyBytes),
    load: { requests: limits.requestsInFlight ?? defaultRequestsInFlight, bytes: limits.bytesInFlight ?? defaultBytesInFlight },
  };
}
