import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../../lab/folder.ts';
import { runCommand, type CommandResult } from '../../tools/check/command.ts';
import type { Scene } from './scene.ts';
import { toolFile } from './tools.ts';

/** Redocly's Arazzo runner, on the document that a live server serves. */

/** It would report to its makers, and look for newer versions of itself. */
export const redoclyEnv = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };

export type Run = {
  readonly exitCode: number;
  /** What it shows on the terminal. */
  readonly output: string;
  /** Each step that ran, repetitions left out, in order. */
  readonly steps: readonly string[];
  /** The body of the last answer. */
  readonly lastAnswer: unknown;
  /** Whatever it wrote for programs to read. */
  readonly report: string;
};

type Options = {
  /** Where `hook` is. */
  readonly hook?: string;
  /** Runs the document with a change in its text. */
  readonly edit?: (document: string) => string;
};

/** Runs a workflow with the credentials of the scene's key that may be used by HTTP Basic. */
export async function run(scene: Scene, workflow: string, inputs: object, { hook, edit }: Options = {}): Promise<Run> {
  await using folder = await makeFolder('respect');
  const { endpoint } = scene.forewarm;
  const document = edit === undefined ? `${endpoint}/arazzo.json` : await edited(endpoint, folder.path, edit);
  const reportFile = join(folder.path, 'report.json');
  const servers = [`forewarm=${endpoint}`, ...(hook === undefined ? [] : [`hook=${hook}`])].flatMap((server) => ['--server', server]);
  const authorization = `Basic ${btoa(`${scene.basicKey.publicKey}:${scene.basicKey.privateKey}`)}`;
  const told = ['--verbose', '--json-output', reportFile, ...servers, '--input', JSON.stringify({ authorization, ...inputs })];
  const { exitCode, output } = await redocly(['respect', document, '--workflow', workflow, ...told]);
  const report = await readFile(reportFile, 'utf8').catch(() => {
    throw new Error(output);
  });
  const executed = stepsOf(JSON.parse(report));
  const steps = executed.map(({ stepId }) => stepId);
  return {
    exitCode,
    output,
    steps: steps.filter((step, index) => step !== steps[index - 1]),
    lastAnswer: executed.at(-1)?.response?.body,
    report,
  };
}

/** The first wait of a workflow takes two looks more, not half an hour of them. */
export function soon(document: string): string {
  return document.replaceAll(/("stepId":"wait",.*?"retryLimit":)1800/gs, (_, before: string) => `${before}2`);
}

/** The documents as files, which find each other by the same relative addresses. */
async function edited(endpoint: string, folder: string, edit: (document: string) => string): Promise<string> {
  for (const name of ['openapi.json', 'hook.json', 'arazzo.json']) {
    const text = await (await fetch(`${endpoint}/${name}`)).text();
    await writeFile(join(folder, name), name === 'arazzo.json' ? edit(text) : text);
  }
  return join(folder, 'arazzo.json');
}

/** Holds documents against their specifications. */
export function lint(...addresses: readonly string[]): Promise<CommandResult> {
  return redocly(['lint', '--extends=spec', ...addresses]);
}

/** Its program, for node. */
export function redoclyFile(): string {
  return toolFile('@redocly/cli/bin/cli.js');
}

function redocly(args: readonly string[]): Promise<CommandResult> {
  return runCommand([process.execPath, redoclyFile(), ...args], redoclyEnv);
}

/** As much of the report as is read: where a step went to another one, what followed is a workflow within it. */
type Executed =
  | { readonly type: 'step'; readonly stepId: string; readonly response?: { readonly body?: unknown } }
  | { readonly type: 'workflow'; readonly executedSteps: readonly Executed[] };
type Step = Extract<Executed, { type: 'step' }>;
type Report = { readonly files: Readonly<Record<string, { readonly executedWorkflows: readonly Executed[] }>> };

function stepsOf({ files }: Report): Step[] {
  return Object.values(files).flatMap(({ executedWorkflows }) => executedWorkflows.flatMap(flat));
}

function flat(executed: Executed): Step[] {
  return executed.type === 'step' ? [executed] : executed.executedSteps.flatMap(flat);
}
