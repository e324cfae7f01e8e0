import type { Due } from './run.ts';

/** Work items out at once per node and lane: one in work, one in hand, so that a node never waits for us. */
const itemsOutAtMost = 2;

type Lane = { due: Due[]; head: number; out: number };

/**
 * What is due on one node: a first-in-first-out lane for each project, so that one project's
 * million URLs stand in no other's way.
 */
export class NodeLanes {
  readonly #lanes = new Map<string, Lane>();

  push(project: string, due: Due): void {
    this.#lane(project).due.push(due);
  }

  /** The next run that may go out, or undefined while every lane is empty or has enough out. */
  take(): Due | undefined {
    for (const [project, lane] of this.#lanes) {
      const due = lane.due[lane.head];
      if (due === undefined || lane.out >= itemsOutAtMost) continue;
      lane.head += 1;
      if (lane.head > 1000 && lane.head * 2 > lane.due.length) {
        lane.due.splice(0, lane.head);
        lane.head = 0;
      }
      // To the end of the order: lanes take turns.
      this.#lanes.delete(project);
      this.#lanes.set(project, lane);
      return due;
    }
    return undefined;
  }

  wentOut(project: string): void {
    this.#lane(project).out += 1;
  }

  cameBack(project: string): void {
    const lane = this.#lane(project);
    lane.out -= 1;
    if (lane.out === 0 && lane.head >= lane.due.length) this.#lanes.delete(project);
  }

  #lane(project: string): Lane {
    let lane = this.#lanes.get(project);
    if (lane === undefined) {
      lane = { due: [], head: 0, out: 0 };
      this.#lanes.set(project, lane);
    }
    return lane;
  }
}
