import { execFile } from 'node:child_process';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeIn, type CodeLanguage } from '../../../console/src/pages/explorer/code/languages.ts';
import type { SampleCall } from '../../../console/src/pages/explorer/code/sample.ts';
import { sdkActions } from '../../../console/src/pages/explorer/code/sdkcalls.ts';
import { readDocument, type ParameterDoc } from '../../../console/src/pages/explorer/document.ts';
import type { Value } from '../../../console/src/pages/explorer/form/values.ts';
import { makeFolder, type LabFolder } from '../../../lab/folder.ts';
import { openApiDocument } from '../../../src/wire/openapi.ts';
import { command, examples, goEnv, wantedSdks } from '../../conformance/sdk/programs.ts';
import { hostileText } from './hostile.ts';
import { installPackage, typeFaults } from './package.ts';

/** The explorer's code for every action with every parameter, as far as compilers and parsers look at it. */
const run = promisify(execFile);
const compilingMs = 240_000;
const { actions } = readDocument(JSON.parse(JSON.stringify(openApiDocument('1.2.3'))));

let folder: LabFolder;
beforeAll(async () => {
  folder = await makeFolder('compiling');
});
afterAll(() => folder[Symbol.asyncDispose]());

/** Something of the parameter's kind, hostile where it can be. */
function sampleOf({ kind, choices, minimum }: ParameterDoc): Value {
  if (kind === 'flag') return true;
  if (kind === 'integer') return minimum ?? 0;
  const text = choices?.[0] ?? hostileText;
  return kind === 'list' ? [text, text] : text;
}

/** Each action bare, with all that it must have, and with all that it can have; and the vendor's with all that SDKs have. */
const calls: SampleCall[] = actions.flatMap(({ name, parameters }) => {
  const own = Object.hasOwn(sdkActions, name) ? sdkActions[name] : undefined;
  const parts = [
    parameters.filter(({ isRequired }) => isRequired),
    parameters,
    ...(own === undefined ? [] : [parameters.filter((parameter) => Object.hasOwn(own.parameters, parameter.name))]),
  ];
  return parts.map((part, place) => ({
    action: name,
    request: Object.fromEntries(part.map((parameter) => [parameter.name, sampleOf(parameter)])),
    endpoint: 'http://127.0.0.1:8460',
    hasToken: place === 1,
  }));
});

async function writeAll(
  language: CodeLanguage,
  pathOf: (place: number) => string,
  mend = (code: string, _place: number) => code,
): Promise<string[]> {
  const files: string[] = [];
  for (const [place, call] of calls.entries()) {
    const file = join(folder.path, language, pathOf(place));
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, mend(codeIn(language, call), place));
    files.push(file);
  }
  return files;
}

test('shells can read it', async () => {
  const files = await writeAll('curl', (place) => `call${place}.sh`);
  const { stderr } = await run('sh', ['-c', 'for file; do sh -n "$file" && bash -n "$file" || exit 1; done', 'sh', ...files]);
  expect(stderr).toBe('');
});

test(
  'Java compiles it',
  async () => {
    // A file has one public class, which is called as the file is.
    const files = await writeAll(
      'java',
      (place) => `Call${place}.java`,
      (code, place) => code.replace('public class Call {', `public class Call${place} {`),
    );
    const { stderr } = await run('javac', ['-Xlint:all', '-Werror', '-d', join(folder.path, 'classes'), ...files]);
    expect(stderr).toBe('');
  },
  compilingMs,
);

test(
  'TypeScript’s types are right',
  async () => {
    const files = await writeAll('typescript', (place) => `call${place}.ts`);
    await installPackage(join(folder.path, 'typescript'));
    expect(await typeFaults(join(folder.path, 'typescript'), files)).toBe('');
  },
  compilingMs,
);

const sdks = wantedSdks();

describe.each(sdks.filter((name) => name === 'go'))('%s', () => {
  test(
    'compiles it, against the SDK',
    async () => {
      // One program of them all: to compile it is to compile each of them.
      await writeAll(
        'go',
        (place) => `call${place}.go`,
        (code, place) => code.replace('func main() {', `func call${place}() {`),
      );
      const project = join(folder.path, 'go');
      await writeFile(
        join(project, 'main.go'),
        `package main\n\nfunc main() {\n${calls.map((_, place) => `\tcall${place}()\n`).join('')}}\n`,
      );
      for (const name of ['go.mod', 'go.sum']) await cp(join(examples, 'go', name), join(project, name));
      const { stderr } = await run('go', ['build', '-trimpath', '-buildvcs=false', '-o', join(project, 'program'), '.'], {
        cwd: project,
        env: goEnv(),
      });
      expect(stderr).toBe('');
    },
    compilingMs,
  );
});

describe.each(sdks.filter((name) => name === 'python'))('%s', () => {
  test('compiles it', async () => {
    const files = await writeAll('python', (place) => `call${place}.py`);
    const [python = ''] = await command('python', folder.path, '');
    const { stderr } = await run(python, ['-m', 'py_compile', ...files]);
    expect(stderr).toBe('');
  });

  test('has in its SDK the parameters that the explorer sends by the SDK’s own calls', async () => {
    const [python = ''] = await command('python', folder.path, '');
    const script = `
import json
from ucloud.services.uaccount.schemas import apis as uaccount
from ucloud.services.ucdn.schemas import apis as ucdn
modules = {"ucdn": ucdn, "uaccount": uaccount}
calls = json.loads('''${JSON.stringify(sdkActions)}''')
print(json.dumps({name: sorted(getattr(modules[call["service"]], name + "RequestSchema").fields) for name, call in calls.items()}))
`;
    const { stdout } = await run(python, ['-c', script]);
    const had: unknown = JSON.parse(stdout);
    for (const [name, { parameters }] of Object.entries(sdkActions)) {
      expect(had).toHaveProperty(name, expect.arrayContaining(Object.keys(parameters)));
    }
  });
});
