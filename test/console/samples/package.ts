import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const checkout = fileURLToPath(new URL('../../..', import.meta.url));
export const tsc = join(checkout, 'node_modules', '.bin', 'tsc');

const typeRoots = [join(checkout, 'node_modules', '@types')];

/** What the client of the package stands on. */
const dependencies = ['zod', '@noble/hashes'];

/** A folder in which `import … from 'forewarm'` finds the package as it would be published: built, not its sources. */
export async function installPackage(folder: string): Promise<void> {
  const modules = join(folder, 'node_modules');
  const own = join(modules, 'forewarm');
  await mkdir(own, { recursive: true });
  // As the build of the package does it, but for what the client does not need.
  await writeFile(
    join(own, 'tsconfig.json'),
    JSON.stringify({
      extends: join(checkout, 'tsconfig.build.json'),
      compilerOptions: { rootDir: join(checkout, 'src'), outDir: join(own, 'dist'), typeRoots },
      include: [],
      files: [join(checkout, 'src', 'client', 'index.ts')],
    }),
  );
  await run(tsc, ['-p', own]);
  await cp(join(checkout, 'package.json'), join(own, 'package.json'));
  for (const name of dependencies) await cp(join(checkout, 'node_modules', name), join(modules, name), { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
}

/** What is wrong with the types of programs, as a user's strict project has it; '' when nothing is. */
export async function typeFaults(folder: string, files: readonly string[]): Promise<string> {
  const config = {
    compilerOptions: {
      target: 'es2024',
      module: 'nodenext',
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: ['node'],
      typeRoots,
    },
    files,
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const child = spawn(tsc, ['-p', folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [told] = await Promise.all([text(child.stdout), once(child, 'close')]);
  return child.exitCode === 0 ? told : told || `tsc ended with ${child.exitCode}`;
}
