import { setTimeout } from 'node:timers/promises';
import { actions, type ActionName } from '../../src/wire/actions.ts';
import type { JsonObject, JsonValue } from '../../src/wire/json.ts';
import { requestFields } from '../../src/wire/openapi/schemas.ts';
import { exampleDomain, Rig, signed } from './rig.ts';
import { Stills } from './stills.ts';

/** A call as it was made and answered, with what differs from run to run made to stand still. */
export type Example = { request: JsonObject; answer: JsonObject };

export type Captured = { examples: ReadonlyMap<ActionName, Example>; metrics: string };

/** What is sent beside the parameters that must be there, where it shows more. */
const more: Partial<Record<ActionName, JsonObject>> = {
  PauseUcdnFetch: { Node: 'shield' },
  ResumeUcdnFetch: { Domain: exampleDomain.name },
  CreateUcdnKey: { KeyName: 'ci-deploy', Comment: 'the pipeline' },
  UpdateUcdnKey: { Disabled: true },
  DescribeUcdnAuditLog: { Limit: 3 },
  ReadUcdnSitemap: { Url: `http://${exampleDomain.name}/sitemap.xml` },
  DescribeUcdnThroughput: { PeriodSeconds: 600 },
};

/** What the server would have to go out for: as it answers. */
const written: Partial<Record<ActionName, JsonObject>> = {
  ReadUcdnSitemap: {
    Action: 'ReadUcdnSitemapResponse',
    RetCode: 0,
    UrlList: [`http://${exampleDomain.name}/app.js`, `http://${exampleDomain.name}/img/logo.png`],
    SitemapList: [{ Url: `http://${exampleDomain.name}/sitemap.xml`, UrlCount: 2 }],
    LeftOutCount: 0,
    Complete: true,
  },
};

/** Makes every action of the registry happen on a real server, in the registry's order, and keeps what was said. */
export async function capture(): Promise<Captured> {
  const startedS = Math.floor(Date.now() / 1000);
  await using rig = await Rig.start();
  const stills = new Stills(rig.addresses, startedS);
  const examples = new Map<ActionName, Example>();
  const tasks: Tasks = {};
  for (const { name, isQuery } of Object.values(actions)) {
    const request = { Action: name, ...requiredParams(name, tasks), ...more[name] };
    const known = written[name];
    if (known !== undefined) {
      examples.set(name, { request: signed(request), answer: known });
      continue;
    }
    // What it tells of loads is up to a second old.
    if (name === 'DescribeUcdnNode') await setTimeout(1500);
    const answer = isQuery ? await rig.callUntil(request, hasSettled) : await rig.call(request);
    const { TaskId } = answer;
    if (!isQuery && typeof TaskId === 'string') {
      tasks[kindOf(name)] = TaskId;
      // What comes next must find it done: a pause, say, would catch some of it in one run and none in another.
      await rig.callUntil({ Action: 'DescribeUcdnTaskSummary', TaskId: [TaskId] }, hasSettled);
    }
    examples.set(name, { request: signed(stills.object(request)), answer: stills.object(answer) });
  }
  return { examples, metrics: await rig.metrics() };
}

type Kind = 'refresh' | 'prefetch';
type Tasks = Partial<Record<Kind, string>>;

/** Which kind of task an action is about. */
function kindOf(action: ActionName): Kind {
  return action.includes('Refresh') ? 'refresh' : 'prefetch';
}

function requiredParams(action: ActionName, tasks: Tasks): JsonObject {
  const { schemas, required } = requestFields(actions[action]);
  const taskId = tasks[kindOf(action)];
  const names = [...schemas.keys()].filter((name) => required.has(name) || (name === 'TaskId' && taskId !== undefined));
  return Object.fromEntries(names.map((name) => [name, value(action, name, taskId)]));
}

function value(action: ActionName, name: string, taskId: string | undefined): JsonValue {
  const isList = requestFields(actions[action]).schemas.get(name)?.type === 'array';
  const samples: Record<string, JsonValue | undefined> = {
    TaskId: isList ? [taskId ?? ''] : taskId,
    UrlList: [`http://${exampleDomain.name}/app.js`, `http://${exampleDomain.name}/gone.png`],
    Url: `http://${exampleDomain.name}/app.js`,
    Node: 'edge-a',
    KeyName: 'ci-deploy',
    DomainId: exampleDomain.id,
    Type: 'file',
  };
  const sample = samples[name];
  if (sample === undefined) throw new Error(`tools/docs/examples.ts knows no value for ${name}, which ${action} requires`);
  return sample;
}

/** Whether nothing in an answer is still on its way. */
function hasSettled(answer: JsonValue): boolean {
  if (typeof answer !== 'object' || answer === null) return true;
  return Object.entries(answer).every(([name, inner]) => !isOpen(name, inner) && hasSettled(inner));
}

function isOpen(name: string, inner: JsonValue): boolean {
  if (name === 'LedgerState') return inner !== 'ready' && inner !== 'drained';
  if (name === 'Status') return inner === 'wait' || inner === 'process' || inner === 'waiting';
  return (name === 'InFlight' || name === 'Waiting') && inner !== 0;
}
