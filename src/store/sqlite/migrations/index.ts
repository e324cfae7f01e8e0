import type { Migration } from '../migrate.ts';
import { tasks } from './0001-tasks.ts';
import { limits } from './0002-limits.ts';
import { refresh } from './0003-refresh.ts';
import { growth } from './0004-growth.ts';
import { memory } from './0005-memory.ts';
import { around } from './0006-around.ts';
import { keys } from './0007-keys.ts';
import { callbacks } from './0008-callbacks.ts';
import { figures } from './0009-figures.ts';

/** In order, without a gap, never edited once released. */
export const migrations: readonly Migration[] = [tasks, limits, refresh, growth, memory, around, keys, callbacks, figures];
