import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const sdkNames = ['python', 'go', 'java'] as const;
export type SdkName = (typeof sdkNames)[number];

const run = promisify(execFile);
const checkout = fileURLToPath(new URL('../../..', import.meta.url));
const sdks = join(checkout, '.sdks');
export const examples = join(checkout, 'examples', 'sdk');
const drivers = fileURLToPath(new URL('drivers', import.meta.url));

/**
 * The SDKs to test: all but those that ./check could not bring, which it names itself, and those that tools/sdks found
 * their registry not to have. Any other that is missing is a failure.
 */
export function wantedSdks(): SdkName[] {
  const unavailable = (process.env['FOREWARM_UNAVAILABLE_SDKS'] ?? '').split(' ');
  return sdkNames.filter((name) => !unavailable.includes(name) && !existsSync(join(sdks, name, 'unserved')));
}

/** The command that starts the driver of an SDK; compiled into `folder` where the language needs it. */
export function driverCommand(name: SdkName, folder: string): Promise<string[]> {
  return command(name, folder, join(drivers, { python: 'driver.py', go: 'driver.go', java: 'Driver.java' }[name]));
}

/** The command that starts the example of an SDK. */
export function exampleCommand(name: SdkName, folder: string): Promise<string[]> {
  return command(name, folder, join(examples, name, { python: 'prefetch.py', go: 'main.go', java: 'Prefetch.java' }[name]));
}

/** The command that runs a program which uses an SDK; compiled into `folder` where the language needs it. */
export async function command(name: SdkName, folder: string, source: string): Promise<string[]> {
  if (!existsSync(join(sdks, name, 'brought'))) throw new Error(`the ${name} SDK is not in .sdks: run tools/sdks ${name}`);
  if (name === 'python') return [join(sdks, 'python', 'venv', 'bin', 'python'), source];
  // `java FILE.java` compiles what it runs. The first compiler alone starts sooner, which counts for more here than speed.
  if (name === 'java') return ['java', '-XX:TieredStopAtLevel=1', '-cp', join(sdks, 'java', 'lib', '*'), source];
  const program = join(folder, 'program');
  await run('go', ['build', '-trimpath', '-buildvcs=false', '-o', program, source], { cwd: join(examples, 'go'), env: goEnv() });
  return [program];
}

/** Nothing is fetched, and the pins are what they are. */
export function goEnv(): NodeJS.ProcessEnv {
  const hasCache = ['GOCACHE', 'XDG_CACHE_HOME', 'HOME'].some((name) => process.env[name] !== undefined);
  const cache = hasCache ? {} : { GOCACHE: join(sdks, 'go', 'cache') };
  const modules = { GOMODCACHE: join(sdks, 'go', 'modules'), GOFLAGS: '-mod=readonly', GOPROXY: 'off' };
  // As tools/sdks compiled it, or all of it would be compiled anew.
  return { ...process.env, ...cache, ...modules, GOTOOLCHAIN: 'local', CGO_ENABLED: '0' };
}
