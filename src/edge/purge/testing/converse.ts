import type { EdgeHeaders } from '../../headers.ts';
import type { Ask, Done, Procedure, PurgeKey, PurgeSetting, Said, Undone } from '../procedure.ts';

export const setting: PurgeSetting = { mayProbe: true, isProven: false, onProven: () => undefined, onOld: () => undefined };

/** What a node says to one ask; `'silence'`: nothing, for as long as anybody cares to wait. */
export type Reply = number | 'silence' | { status: number; tookMs?: number; headers?: EdgeHeaders };

const maxSteps = 5000;

/**
 * Carries a procedure on with a node of the test's making. `asked` is what was asked, in order, what was asked at
 * the same time in one line: `probe gzip, probe plain`.
 */
export function converse(procedure: Procedure, reply: (ask: Ask, name: string) => Reply): { end: Done | Undone; asked: string[] } {
  const asked: string[] = [];
  let answers: readonly Said[] = [];
  for (let steps = 0; steps < maxSteps; steps += 1) {
    const step = procedure.next(answers);
    if (step.done === true) return { end: step.value, asked };
    asked.push(step.value.map(nameOf).join(', '));
    answers = step.value.map((ask) => saidBy(reply(ask, nameOf(ask))));
  }
  throw new Error(`no end after ${maxSteps} steps: ${asked.at(-1)?.slice(0, 200)}`);
}

/** Answers in turn by what is asked; the last one stays. */
export function inTurn(script: Readonly<Record<string, readonly Reply[]>>): (ask: Ask, name: string) => Reply {
  const counts = new Map<string, number>();
  return (ask, name) => {
    const replies = script[name] ?? script[ask.kind];
    if (replies === undefined) return ask.kind === 'rest' ? 200 : 504;
    const key = script[name] === undefined ? ask.kind : name;
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    return replies[Math.min(count, replies.length - 1)] ?? 504;
  };
}

function nameOf(ask: Ask): string {
  return 'key' in ask ? `${ask.kind} ${keyName(ask.key)}` : ask.kind;
}

function keyName({ scheme, variant, slice }: PurgeKey): string {
  const parts = [
    scheme === 'https' ? 'https' : undefined,
    Object.values(variant).join('+') || 'plain',
    slice === undefined ? undefined : `#${slice}`,
  ];
  return parts.filter((part) => part !== undefined).join(' ');
}

function saidBy(reply: Reply): Said {
  if (reply === 'silence') return { status: undefined, tookMs: 30_000, headers: {} };
  if (typeof reply === 'number') return { status: reply, tookMs: 1, headers: {} };
  return { status: reply.status, tookMs: reply.tookMs ?? 1, headers: reply.headers ?? {} };
}
