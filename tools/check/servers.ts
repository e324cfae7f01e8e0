import { hasServer, serverNames } from '../../lab/programs.ts';
import { runCommand } from './command.ts';
import type { StepResult } from './result.ts';

/** Exit code of tools/servers when no mirror answers. */
const noMirror = 3;

/** Installs what is missing; that is no test, so only a failure counts. Without a mirror, tests on missing servers are skipped: `unavailable` names them. */
export async function installServers(): Promise<StepResult & { unavailable: readonly string[] }> {
  const { exitCode, output } = await runCommand(['tools/servers', ...serverNames]);
  const isReachable = exitCode !== noMirror;
  const unavailable = isReachable ? [] : serverNames.filter((name) => !hasServer(name));
  const skipped = unavailable.map((name) => `tests on ${name}: it is not installed, and no Debian package mirror could be reached`);
  const failed = exitCode === 0 || !isReachable ? 0 : 1;
  return { passed: 0, failed, skipped, output, unavailable };
}
