import type { Outcome, Reason } from '../tasks/outcome.ts';
import type { Failure } from './reason.ts';

/** One node's load; the shape that a queue hands on as `NodeLoad`. */
export type EngineLoad = {
  inFlight: number;
  waiting: number;
  succeeded: number;
  failed: number;
  bodyBytes: number;
  trouble?: { reason: Reason; message: string; sinceMs: number };
  /** Age of the oldest purge that is not confirmed; absent when there is none. */
  oldestPurgeMs?: number;
};

/** What a node has done since the engine's start. */
export class LoadCounter {
  #succeeded = 0;
  #failed = 0;
  #bodyBytes = 0;
  #trouble: EngineLoad['trouble'];

  /** A request ended; what it brought counts, whatever its end. */
  noteAnswer(bodyBytes: number, failure: Failure | undefined, wallMs: number): void {
    this.#bodyBytes += bodyBytes;
    if (failure === undefined || failure.reason === 'internal') return;
    this.#trouble = { reason: failure.reason, message: failure.message, sinceMs: this.#trouble?.sinceMs ?? wallMs };
  }

  /** A purge reached the node, or could not. */
  noteReach(failure: Failure | undefined, wallMs: number): void {
    if (failure === undefined) this.#trouble = undefined;
    else this.noteAnswer(0, failure, wallMs);
  }

  noteOutcome({ status }: Outcome): void {
    if (status === 'failed') this.#failed += 1;
    if (status !== 'succeeded') return;
    this.#succeeded += 1;
    this.#trouble = undefined;
  }

  read(inFlight: number, waiting: number, flowingBytes: number): EngineLoad {
    return {
      inFlight,
      waiting,
      succeeded: this.#succeeded,
      failed: this.#failed,
      bodyBytes: this.#bodyBytes + flowingBytes,
      ...(this.#trouble === undefined ? undefined : { trouble: this.#trouble }),
    };
  }
}
