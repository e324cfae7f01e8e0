import type { Config } from '../config/config.ts';
import { UsageError } from './errors.ts';
import type { Io } from './io.ts';

/** Faults that are shown of a file that was not asked about as such; `check-config` shows all. */
const maxShownFaults = 5;

/** A configuration for a command that needs it. Throws a UsageError that tells its faults. */
export async function readConfig(file: string, io: Io): Promise<{ config: Config; warnings: readonly string[] }> {
  const [{ loadConfig }, { formatFault }] = await Promise.all([import('../config/load.ts'), import('../config/fault.ts')]);
  const loaded = loadConfig(file, io.env);
  if (loaded.ok) return { config: loaded.config, warnings: loaded.warnings.map(formatFault) };
  const faults = loaded.faults.map(formatFault);
  const more =
    faults.length > maxShownFaults ? [`… and ${faults.length - maxShownFaults} more: forewarm check-config --config ${file}`] : [];
  const hint = faults.length === 1 && loaded.faults[0]?.line === undefined ? ['forewarm init writes a first configuration.'] : [];
  throw new UsageError(['the configuration has faults', ...faults.slice(0, maxShownFaults), ...more].join('\n  '), hint);
}
