import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { registerHooks } from 'node:module';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'yaml';
import { makeFolder } from '../../lab/folder.ts';
import { runCommand } from '../../tools/check/command.ts';
import { toolFile } from './tools.ts';

/** Files of examples/workflows for CI systems: what their commands are, and what their makers' own readers say of them. */

export function ciFile(name: string): { text: string; document: unknown } {
  const text = readFileSync(new URL(`../../examples/workflows/${name}`, import.meta.url), 'utf8');
  return { text, document: parse(text) };
}

/** By GitHub's own parser; empty when there are none. */
export async function githubFaults(text: string): Promise<string> {
  // It is made for bundlers, which import JSON without saying so.
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      return resolved.url.endsWith('.json') ? { ...resolved, importAttributes: { type: 'json' } } : resolved;
    },
  });
  try {
    const parser: GithubParser = await import(pathToFileURL(toolFile('@actions/workflow-parser/dist/index.js')).href);
    const { context, value } = parser.parseWorkflow({ name: 'workflow.yml', content: text }, new parser.NoOperationTraceWriter());
    const faults = context.errors.getErrors();
    const { errors = [] } = value === undefined ? {} : await parser.convertWorkflowTemplate(context, value);
    return [...faults.map(({ message }) => message), ...errors.map((error) => error.Message)].join('\n');
  } finally {
    hooks.deregister();
  }
}

type GithubParser = {
  readonly NoOperationTraceWriter: new () => object;
  parseWorkflow(
    file: { name: string; content: string },
    trace: object,
  ): { readonly context: { readonly errors: { getErrors(): readonly Error[] } }; readonly value?: object };
  convertWorkflowTemplate(context: object, value: object): Promise<{ readonly errors?: readonly { readonly Message: string }[] }>;
};

/** By GitLab's JSON schema, as gitlab-ci-local has it; empty when there are none. */
export async function gitlabFaults(text: string): Promise<string> {
  await using folder = await makeFolder('gitlab');
  await writeFile(join(folder.path, '.gitlab-ci.yml'), text);
  // It takes relative paths only.
  const cwd = relative(process.cwd(), folder.path);
  const program = toolFile('gitlab-ci-local/dist/index.js');
  const { exitCode, output } = await runCommand([process.execPath, program, `--cwd=${cwd}`, `--home=${folder.path}`, '--list-json']);
  return exitCode === 0 ? '' : output;
}
