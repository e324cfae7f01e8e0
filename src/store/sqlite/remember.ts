import { isEnded } from '../../tasks/status.ts';
import { type Touched, touchedBy } from '../touched.ts';
import { type TouchKey, touchKeyOfLine } from '../touchkey.ts';
import type { TaskFold } from '../taskfold.ts';
import type { Tables } from './tables.ts';
import { isReplay, refreshOf, type TaskRow } from './tasktable.ts';
import { touchLine } from './touchline.ts';
import type { TouchGroup } from './touchtable.ts';

/**
 * Writes the touches of those URLs of a task that ended with a batch; of a refresh also of those that began with it, for
 * what one node has forgotten is gone there, however long another takes.
 */
export function rememberTouched(tables: Tables, row: TaskRow, { changed, begun, plan }: TaskFold, atS: number): void {
  if (isReplay(row)) return;
  const [number, taskId, project, kind] = row;
  const order = refreshOf(row);
  const groups = new Groups(tables, number, atS);
  for (const [urlId, { domain, text, state }] of changed) {
    const isOut = order !== undefined && begun.has(urlId);
    if (!isOut && !isEnded(state.status)) continue;
    const { name = '', isAside } = plan.domains[domain] ?? {};
    for (const touched of touchedBy(order, state.outcomes, atS, isAside)) {
      const key = touchKeyOfLine(text, name, touched.scope);
      if (key !== undefined) groups.add(key, touched, urlId);
    }
  }
  if (groups.write() > 0) tables.touchingTasks.note({ number, taskId, project, kind }, atS);
}

/** What changes alike is written at once: mostly that is all of a batch. */
class Groups {
  readonly #tables: Tables;
  readonly #task: number;
  readonly #atS: number;
  readonly #hosts = new Map<string, number>();
  readonly #groups: Group[] = [];

  constructor(tables: Tables, task: number, atS: number) {
    this.#tables = tables;
    this.#task = task;
    this.#atS = atS;
  }

  add({ host, path, form }: TouchKey, touched: Touched, urlId: number): void {
    this.#groupOf(host, form, touched).lines.push(touchLine(urlId, touched.freshUntilS, path));
  }

  write(): number {
    for (const { group, lines } of this.#groups) this.#tables.touches.write(group, lines);
    return this.#groups.length;
  }

  #groupOf(host: string, form: number, { warmth, purge }: Touched): Group {
    const known = this.#groups.find(
      ({ host: name, group }) => name === host && group.form === form && group.warmth === warmth && group.purge === purge,
    );
    if (known !== undefined) return known;
    const group = { host: this.#hostId(host), form, task: this.#task, atS: this.#atS, warmth, purge };
    const made: Group = { host, group, lines: [] };
    this.#groups.push(made);
    return made;
  }

  #hostId(name: string): number {
    const known = this.#hosts.get(name);
    if (known !== undefined) return known;
    const id = this.#tables.hosts.findOrAdd(name);
    this.#hosts.set(name, id);
    return id;
  }
}

type Group = { readonly host: string; readonly group: TouchGroup; readonly lines: string[] };
