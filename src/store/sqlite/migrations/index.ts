import type { Migration } from '../migrate.ts';
import { tasks } from './0001-tasks.ts';

/** In order, without a gap, never edited once released. */
export const migrations: readonly Migration[] = [tasks];
