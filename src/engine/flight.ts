import type { Exchange } from './exchange.ts';
import type { Pull } from './pull.ts';
import type { Slot } from './scheduler.ts';

/** A pull whose request is out. */
export type Flight = {
  readonly pull: Pull;
  readonly slot: Slot;
  readonly exchange: Exchange;
  readonly beganMs: number;
  toldMs: number;
  toldBytes: number;
};
