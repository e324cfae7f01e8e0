import { nodeStateCode, nodeStateOf } from '../codes.ts';
import type { NodeRecord } from '../memory.ts';
import type { Connection, Query } from './connection.ts';

type Row = [name: string, state: number, sinceMs: number, syncedAtS: number, replay: string, drained: number];

/** What is known of nodes as a whole: a row each, few. */
export class NodeTable {
  readonly #set: Query<[]>;
  readonly #select: Query<Row>;

  constructor(database: Connection) {
    this.#set = database.prepare(
      'INSERT INTO node (name, state, since_ms, synced_at_s, replay, drained) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET ' +
        'state = excluded.state, since_ms = excluded.since_ms, synced_at_s = excluded.synced_at_s, replay = excluded.replay, drained = excluded.drained',
    );
    this.#select = database.prepare('SELECT name, state, since_ms, synced_at_s, replay, drained FROM node');
  }

  set({ node, state, sinceMs, syncedAtS, replay, drained }: NodeRecord): void {
    this.#set.run(node, nodeStateCode(state), sinceMs, syncedAtS, JSON.stringify(replay), drained ? 1 : 0);
  }

  all(): NodeRecord[] {
    return this.#select.all().map(([node, state, sinceMs, syncedAtS, text, drained]) => {
      const replay: number[] = JSON.parse(text);
      return { node, state: nodeStateOf(state), sinceMs, syncedAtS, replay, drained: drained === 1 };
    });
  }
}
