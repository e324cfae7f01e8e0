import type { Due } from './run.ts';

/** Work items out at once per node, project and priority: one in work, one in hand, so that a node never waits for us. */
const itemsOutAtMost = 2;

/** What is equally urgent in a project's lane: first in, first out. */
type Level = { readonly priority: number; due: Due[]; head: number; out: number };

/**
 * What is due on one node: a lane for each project, so that one project's million URLs stand in no other's way. Within a
 * lane the most urgent goes first, and waits for nothing that is less so: each priority has items out of its own.
 */
export class NodeLanes {
  /** The levels of each, the most urgent first. */
  readonly #lanes = new Map<string, Level[]>();

  push(project: string, due: Due): void {
    this.#level(project, due.run.task.stored.priority).due.push(due);
  }

  /** The next run that may go out, or undefined while every lane is empty or has enough out. */
  take(): Due | undefined {
    for (const [project, levels] of this.#lanes) {
      for (const level of levels) {
        const due = level.due[level.head];
        if (due === undefined || level.out >= itemsOutAtMost) continue;
        passOver(level);
        // To the end of the order: lanes take turns.
        this.#lanes.delete(project);
        this.#lanes.set(project, levels);
        return due;
      }
    }
    return undefined;
  }

  wentOut(project: string, priority: number): void {
    this.#level(project, priority).out += 1;
  }

  cameBack(project: string, priority: number): void {
    this.#level(project, priority).out -= 1;
    if (this.#lanes.get(project)?.every(({ out, head, due }) => out === 0 && head >= due.length) === true) this.#lanes.delete(project);
  }

  #level(project: string, priority: number): Level {
    let levels = this.#lanes.get(project);
    if (levels === undefined) {
      levels = [];
      this.#lanes.set(project, levels);
    }
    const known = levels.find((level) => level.priority === priority);
    if (known !== undefined) return known;
    const level: Level = { priority, due: [], head: 0, out: 0 };
    levels.push(level);
    levels.sort((a, b) => b.priority - a.priority);
    return level;
  }
}

function passOver(level: Level): void {
  level.head += 1;
  if (level.head <= 1000 || level.head * 2 <= level.due.length) return;
  level.due.splice(0, level.head);
  level.head = 0;
}
