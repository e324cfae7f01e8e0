import type { Ask, Done, Procedure, Said, Undone } from './procedure.ts';

/** Several procedures side by side, as one: what they ask at the same time is asked at the same time. */
export function* together(procedures: readonly Procedure[]): Generator<readonly Ask[], (Done | Undone)[], readonly Said[]> {
  const ends: (Done | Undone)[] = [];
  let open = procedures.map((procedure, index) => ({ procedure, index, step: procedure.next([]) }));
  for (;;) {
    for (const { step, index } of open) if (step.done === true) ends[index] = step.value;
    open = open.filter(({ step }) => step.done !== true);
    if (open.length === 0) return ends;
    const answers = yield open.flatMap(({ step }) => asksOf(step));
    let at = 0;
    open = open.map(({ procedure, index, step }) => {
      const own = answers.slice(at, at + asksOf(step).length);
      at += own.length;
      return { procedure, index, step: procedure.next(own) };
    });
  }
}

function asksOf(step: IteratorResult<readonly Ask[], Done | Undone>): readonly Ask[] {
  return step.done === true ? [] : step.value;
}

const surest: readonly Done['after'][] = ['absent', 'quiet', 'renewed', 'renewing', 'same', 'unasked'];
const deeds: readonly Done['deed'][] = ['nothing', 'refetched', 'deleted'];

/** Several ends as one: the first that went wrong, else all deeds, with what is least sure of any. */
export function merged(ends: readonly (Done | Undone)[]): Done | Undone {
  let whole: Done = { deed: 'nothing', statuses: [], after: 'absent' };
  const statuses: number[] = [];
  for (const end of ends) {
    if ('undone' in end) return end;
    for (const status of end.statuses) statuses.push(status);
    whole = {
      deed: later(deeds, whole.deed, end.deed),
      statuses,
      // Where nothing was found nothing has to be gone; but if it could not be asked for, that has to be said.
      after: end.deed === 'nothing' && end.after !== 'unasked' ? whole.after : later(surest, whole.after, end.after),
    };
  }
  return whole;
}

function later<T>(order: readonly T[], one: T, other: T): T {
  return order.indexOf(one) > order.indexOf(other) ? one : other;
}
