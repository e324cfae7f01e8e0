import type { NodeLoad } from '../tasks/load.ts';
import type { Outcome } from '../tasks/outcome.ts';
import { noVerdicts, type VerdictCounts } from '../tasks/verdict.ts';
import type { Failure } from './reason.ts';

/** What a node has done since the engine's start. */
export class LoadCounter {
  #succeeded = 0;
  #failed = 0;
  #bodyBytes = 0;
  #verdicts: VerdictCounts | undefined;
  #trouble: NodeLoad['trouble'];

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

  noteOutcome({ status, verdict }: Outcome): void {
    if (verdict !== undefined) {
      this.#verdicts ??= noVerdicts();
      this.#verdicts[verdict] += 1;
    }
    if (status === 'failed') this.#failed += 1;
    if (status !== 'succeeded') return;
    this.#succeeded += 1;
    this.#trouble = undefined;
  }

  read(inFlight: number, waiting: number, flowingBytes: number, down: NodeLoad['down']): NodeLoad {
    return {
      inFlight,
      waiting,
      succeeded: this.#succeeded,
      failed: this.#failed,
      bodyBytes: this.#bodyBytes + flowingBytes,
      ...(this.#verdicts === undefined ? undefined : { verdicts: { ...this.#verdicts } }),
      ...(this.#trouble === undefined ? undefined : { trouble: this.#trouble }),
      ...(down === undefined ? undefined : { down }),
    };
  }
}
