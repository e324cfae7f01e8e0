import * as fc from 'fast-check';
import { countedKinds, type SubmitLimits } from '../../src/store/limits.ts';
import type { NewTask, RecordBatch, RepeatGuard, TaskKind } from '../../src/store/store.ts';
import type { Outcome } from '../../src/tasks/outcome.ts';
import type { Plan } from '../../src/tasks/plan.ts';
import { purgeModes, refreshTypes } from '../../src/tasks/purge.ts';
import { verdicts } from '../../src/tasks/verdict.ts';
import type { Report } from '../../src/tasks/work.ts';

/** What can happen to a store, in any order. Times and ids are small so that they often meet. */
export type Step =
  /** `after`: it starts after the task that has this place among those that there are, if there is any. */
  | { do: 'submit'; task: NewTask; repeat: RepeatGuard | undefined; limits: SubmitLimits; after: number | undefined }
  | { do: 'cancel'; task: number; nowMs: number }
  | { do: 'record'; batch: RecordBatch }
  | { do: 'sweep'; beforeS: number; limit: number }
  | { do: 'reopen' };

export const projects = ['org-a', 'org-b'] as const;
export const kinds: readonly TaskKind[] = ['prefetch', 'refresh'];
const order = fc.record({ type: fc.constantFrom(...refreshTypes), mode: fc.constantFrom(...purgeModes), thenPrefetch: fc.boolean() });
/** Edges of spans that tasks are counted in, and some beside them. */
export const seconds: readonly number[] = [0, 1, 63, 64, 65, 4_095, 4_096, 262_143, 262_144, 262_145];

const plans: readonly Plan[] = [
  { nodes: [{ name: 'edge-a', layer: 'edge' }], domains: [{ name: 'cdn.example.com', nodes: [0], variants: [{}] }] },
  {
    nodes: [
      { name: 'shield', layer: 'mid' },
      { name: 'edge-a', layer: 'edge' },
      { name: 'edge-b', layer: 'edge' },
    ],
    domains: [
      { name: 'cdn.example.com', nodes: [0, 1, 2], variants: [{}] },
      { name: 'img.example.com', nodes: [2], variants: [{}] },
    ],
  },
  { nodes: [{ name: 'edge-b', layer: 'edge' }], domains: [{ name: 'cdn.example.com', nodes: [0], variants: [{}], isAside: true }] },
];

const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Outcome>({ status: 'succeeded', httpStatus: 200, bodyBytes: 10, attempts: 1, elapsedMs: 2 }) },
  {
    weight: 2,
    arbitrary: fc.record({
      status: fc.constant('succeeded' as const),
      bodyBytes: fc.nat(9),
      attempts: fc.constant(1),
      elapsedMs: fc.constant(2),
      verdict: fc.constantFrom(...verdicts),
      freshForS: fc.nat(100),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      status: fc.constant('failed' as const),
      reason: fc.constantFrom('http_status' as const, 'uncacheable' as const, 'cancelled' as const),
      bodyBytes: fc.constant(0),
      attempts: fc.constant(1),
      elapsedMs: fc.constant(2),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.constant<Outcome>({ status: 'failed', reason: 'connect', message: 'No.', bodyBytes: 0, attempts: 3, elapsedMs: 9 }),
  },
  {
    weight: 1,
    arbitrary: fc.constant<Outcome>({ status: 'unknown', reason: 'removed', message: 'Gone.', bodyBytes: 0, attempts: 0, elapsedMs: 0 }),
  },
);

/** Task 0 stands for the one that the URL belongs to (see `owned`): reports at random would rarely meet. */
const task = fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(8) });
const on = { task, urlId: fc.integer({ min: 1, max: 24 }) };
const reportOn = { ...on, nodeIndex: fc.nat(2), item: fc.constant('item') };
const report: fc.Arbitrary<Report> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('ended' as const), ...reportOn, outcome }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('started' as const), ...reportOn }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('advanced' as const), ...reportOn, receivedBytes: fc.constant(1) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('found' as const), ...reportOn, urls: fc.constant([]) }) },
);

const line = fc.record({ scheme: fc.constantFrom('http', 'https'), domain: fc.nat(1), sameAs: fc.option(fc.nat(3), { nil: undefined }) });

/** `taskId`s do not ascend with time, so that order by id within a second is put to the test. */
function newTask(taskId: string): fc.Arbitrary<NewTask> {
  return fc
    .record({
      project: fc.constantFrom(...projects),
      kind: fc.constantFrom(...kinds),
      second: fc.constantFrom(...seconds),
      plan: fc.constantFrom(...plans),
      lines: fc.array(line, { maxLength: 4 }),
      order,
      submittedBy: fc.constantFrom('key', 'another'),
      room: fc.nat(4),
      isReplay: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
    })
    .map(({ project, kind, second, plan, lines, order: refresh, submittedBy, room, isReplay }) => {
      const urls = lines.map(({ scheme, domain, sameAs }, place) => ({
        text: `${scheme}://cdn.example.com/${place}`,
        domain: Math.min(domain, plan.domains.length - 1),
        ...(sameAs !== undefined && sameAs < place && { sameAs }),
      }));
      const task: NewTask = { taskId, project, kind, createdAtMs: second * 1000 + 500, submittedBy, plan, urls };
      if (kind === 'refresh') task.refresh = refresh;
      if (room > 0) task.roomForUrls = room;
      if (isReplay) task.isReplay = true;
      return task;
    });
}

const guard: fc.Arbitrary<RepeatGuard> = fc.record(
  {
    fingerprint: fc.constantFrom('x', 'y'),
    windowMs: fc.constant(2_000),
    onlyWhile: fc.constant('waiting' as const),
    body: fc.constantFrom('a', 'b'),
  },
  { requiredKeys: ['fingerprint', 'windowMs'] },
);
const repeat = fc.option(guard, { nil: undefined, freq: 3 });

/** All that lines may say. */
export const texts: readonly string[] = ['http', 'https'].flatMap((scheme) =>
  Array.from({ length: 10 }, (_, place) => `${scheme}://cdn.example.com/${place}`),
);

/** Days and domains that are counted. */
export const days = ['1970-01-01', '1970-01-02', '1970-01-03'] as const;
export const countedDomains = ['cdn.example.com', 'img.example.com'] as const;

const take = fc.record(
  { domain: fc.constantFrom(...countedDomains), kind: fc.constantFrom(...countedKinds), urls: fc.nat(3), limit: fc.nat(6) },
  { requiredKeys: ['domain', 'kind', 'urls'] },
);
const takes = fc.uniqueArray(take, { selector: ({ domain, kind }) => `${domain} ${kind}`, maxLength: 3 });
const limits: fc.Arbitrary<SubmitLimits> = fc.record(
  {
    intervalMs: fc.constantFrom(0, 1_000, 64_000),
    openUrls: fc.integer({ min: 2, max: 12 }),
    daily: fc.record({ day: fc.constantFrom(...days), takes }),
  },
  { requiredKeys: [] },
);

const submit: fc.Arbitrary<Step> = fc
  .uuid()
  .chain(newTask)
  .chain((task) =>
    fc.record({
      do: fc.constant('submit' as const),
      task: fc.constant(task),
      repeat,
      limits,
      after: fc.option(fc.nat(20), { nil: undefined, freq: 2 }),
    }),
  );

const cancel: fc.Arbitrary<Step> = fc.record({
  do: fc.constant('cancel' as const),
  task: fc.integer({ min: 1, max: 10 }),
  nowMs: fc.integer({ min: 1_000_000, max: 2_000_000 }),
});

/** Texts of which some are there already, twice over, and more than there is room for. */
const added = fc.record({
  task: fc.integer({ min: 1, max: 10 }),
  urls: fc.array(
    fc.nat(9).map((place) => ({ text: `https://cdn.example.com/${place}`, domain: 0 })),
    { maxLength: 4 },
  ),
});

const record: fc.Arbitrary<Step> = fc.record({
  do: fc.constant('record' as const),
  batch: fc.record({
    reports: fc.array(report, { maxLength: 12 }),
    live: fc.array(fc.record({ ...on, share: fc.double({ min: 0, max: 3, noNaN: true }) }), { maxLength: 3 }),
    added: fc.array(added, { maxLength: 3 }),
    nowMs: fc.integer({ min: 1_000_000, max: 2_000_000 }),
  }),
});

const sweep: fc.Arbitrary<Step> = fc.record({
  do: fc.constant('sweep' as const),
  beforeS: fc.constantFrom(...seconds, 1_500),
  limit: fc.nat(3),
});

export function owned(batch: RecordBatch, ownerOf: (urlId: number) => number): RecordBatch {
  const own = <T extends { task: number; urlId: number }>(said: T): T => (said.task === 0 ? { ...said, task: ownerOf(said.urlId) } : said);
  return { ...batch, reports: batch.reports.map(own), live: batch.live.map(own) };
}

export const history: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: submit },
    { weight: 8, arbitrary: record },
    { weight: 1, arbitrary: cancel },
    { weight: 1, arbitrary: sweep },
    { weight: 1, arbitrary: fc.constant<Step>({ do: 'reopen' }) },
  ),
  { maxLength: 30, size: 'max' },
);
