import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { startForewarm } from '../../lab/forewarm.ts';
import { startOrigin } from '../../lab/origin.ts';
import { exampleCommand, wantedSdks } from '../conformance/sdk/programs.ts';
import { fences, readPage } from './page.ts';

/** The program on the vendor's Python SDK that both READMEs show. */
const run = promisify(execFile);
const [program = ''] = fences(readPage('README.md'), 'python');

test('both languages show the same program', () => {
  const withoutComments = (text: string): string => text.replaceAll(/^\s*#.*\n/gm, '');
  const [chinese = ''] = fences(readPage('README.zh-CN.md'), 'python');
  expect(withoutComments(chinese)).toBe(withoutComments(program));
});

test.each(wantedSdks().filter((name) => name === 'python'))('on the %s SDK it warms a URL and ends', async (name) => {
  await using origin = await startOrigin();
  await using forewarm = await startForewarm({
    nodes: [{ name: 'edge-a', address: origin.address }],
    domains: [{ name: 'cdn.example.com', nodes: ['edge-a'] }],
  });
  const file = join(forewarm.folder, 'program.py');
  await writeFile(file, program.replace('http://127.0.0.1:8460', forewarm.endpoint));
  const [python = ''] = await exampleCommand(name, forewarm.folder);
  const { stdout } = await run(python, [file], { env: { ...process.env, ...forewarm.clientEnv } });
  expect(stdout).toBe("success [('http://cdn.example.com/app.js', 'success', 100)]\n");
});
