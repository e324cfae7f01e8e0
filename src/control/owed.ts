import type { Step } from '../tasks/steps.ts';
import type { Due, Run } from './run.ts';

/** Tasks by number, after the one, up to the other. */
export type TaskSpan = { readonly after: number; readonly upTo: number };

type Debt = { runs: number; readonly domains: readonly string[] };

/**
 * Which tasks still owe which node a purge, or a pull: those that were taken up, whether it is due on the node, out there,
 * or waits for a step before it.
 */
export class Owed {
  readonly #does: Step['does'];
  /** By node, then by the task's number. */
  readonly #byNode = new Map<string, Map<number, Debt>>();
  #latest = 0;

  constructor(does: Step['does']) {
    this.#does = does;
  }

  /** The highest number of a task that was taken up: what is owed up to it was asked for by now. */
  get latest(): number {
    return this.#latest;
  }

  /** By one of these tasks, for one of these domains. */
  owes(node: string, { after, upTo }: TaskSpan, isMeant: (domain: string) => boolean = () => true): boolean {
    const tasks = this.#byNode.get(node);
    return tasks !== undefined && tasks.entries().some(([task, { domains }]) => task > after && task <= upTo && domains.some(isMeant));
  }

  takenUp({ task: { stored, steps } }: Run): void {
    this.#latest = Math.max(this.#latest, stored.task);
    const domains = stored.plan.domains.map(({ name }) => name);
    for (const { does, nodes } of steps) {
      if (does !== this.#does) continue;
      for (const place of nodes) {
        const tasks = this.#tasksOf(stored.plan.nodes[place]?.name ?? '');
        const debt = tasks.get(stored.task) ?? { runs: 0, domains };
        debt.runs += 1;
        tasks.set(stored.task, debt);
      }
    }
  }

  /** A node has ended with a step of a run. */
  ended({ run, nodeIndex, step }: Pick<Due, 'run' | 'nodeIndex' | 'step'>): void {
    if (step.does !== this.#does) return;
    const { task, plan } = run.task.stored;
    const tasks = this.#tasksOf(plan.nodes[nodeIndex]?.name ?? '');
    const debt = tasks.get(task);
    if (debt === undefined) return;
    debt.runs -= 1;
    if (debt.runs === 0) tasks.delete(task);
  }

  #tasksOf(node: string): Map<number, Debt> {
    let tasks = this.#byNode.get(node);
    if (tasks === undefined) {
      tasks = new Map();
      this.#byNode.set(node, tasks);
    }
    return tasks;
  }
}
