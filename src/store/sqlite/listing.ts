import { kindCode } from '../codes.ts';
import { taskKinds, type TaskQuery } from '../store.ts';
import type { ProjectTable } from './projecttable.ts';

/** The tasks that are counted and listed together: one project's of one kind or of all, by their codes in the store. */
export type Listing = { readonly project: number; readonly kinds: readonly number[] };

const allKinds = taskKinds.map(kindCode);

/** Undefined for a project that never had a task. */
export function listingOf(projects: ProjectTable, { project: name, kind }: TaskQuery): Listing | undefined {
  const project = projects.find(name);
  return project === undefined ? undefined : { project, kinds: kind === undefined ? allKinds : [kindCode(kind)] };
}
