import { faultAt, type Fault } from './fault.ts';
import type { Entry, Section } from './tree.ts';

export type LaterKey = {
  /** Keys from the top; `*` is every item of a list. */
  readonly path: readonly string[];
  /** Given when only some values come later: which, in words and as a test. */
  readonly values?: { readonly named: string; holds(text: string): boolean };
  /** Ends the warning: what that means for the user. */
  readonly meaning?: string;
};

/**
 * Keys that are checked for their shape but do nothing yet: told at each start, so that nobody relies on them.
 * A line goes when its behaviour comes.
 */
const withoutEffect: readonly LaterKey[] = [];

/** Values without which the rest would mean something else: refused until they are there. */
const notYet: readonly (Required<Pick<LaterKey, 'path' | 'values'>> & { readonly accepted: string })[] = [
  { path: ['store'], values: { named: '`postgres://…`', holds: (text) => /^postgres(ql)?:\/\//.test(text) }, accepted: 'sqlite:PATH' },
  { path: ['queue'], values: { named: '`nats://…`', holds: (text) => text.startsWith('nats://') }, accepted: 'local' },
];

/** `keys`: tests hand in some of their own. */
export function laterWarnings(root: Section, keys = withoutEffect): Fault[] {
  return keys.flatMap((key) =>
    written(root, key).map(({ keyPlace, value }) =>
      faultAt(keyPlace, `${value.path} has no effect in this version${key.meaning === undefined ? '' : `: ${key.meaning}`}`),
    ),
  );
}

export function notYetFaults(root: Section): Fault[] {
  return notYet.flatMap((key) =>
    written(root, key).map(({ value }) =>
      faultAt(value.place, `${value.path} has a value that is not available in this version; accepted: ${key.accepted}`),
    ),
  );
}

/** What the reference says of a key; empty when it does what it says. */
export function laterNote(path: readonly string[]): string {
  const refused = notYet.find((key) => isPath(key.path, path));
  if (refused !== undefined) return `${refused.values.named}: not available in this version.`;
  const key = withoutEffect.find((later) => isPath(later.path, path));
  if (key === undefined) return '';
  return key.values === undefined ? 'No effect in this version.' : `No effect in this version: ${key.values.named}.`;
}

function isPath(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((step, index) => step === b[index]);
}

function written(root: Section, { path, values }: LaterKey): Entry[] {
  const found = entriesAt({ keyPlace: root.place, value: root }, path);
  return values === undefined ? found : found.filter(({ value }) => value.kind === 'leaf' && values.holds(String(value.value)));
}

function entriesAt(entry: Entry, [step, ...rest]: readonly string[]): Entry[] {
  const { value } = entry;
  if (step === undefined) return [entry];
  if (step === '*')
    return value.kind === 'list' ? value.items.flatMap((item) => entriesAt({ keyPlace: item.place, value: item }, rest)) : [];
  const next = value.kind === 'section' ? value.entries.get(step) : undefined;
  return next === undefined ? [] : entriesAt(next, rest);
}
