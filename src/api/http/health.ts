import type { Control, NodeView } from '../../control/control.ts';
import { within } from '../within.ts';

/** What a probe gets: an HTTP status, unlike the API's answers, since that is all that balancers read. */
export type ProbeAnswer = { status: 200 | 503; body: object };

/** The process runs and answers. */
export function healthAnswer(version: string): ProbeAnswer {
  return { status: 200, body: { status: 'ok', version } };
}

/** Whether calls can be served: 503 while stopping, or while store or queue don't work. Nodes in trouble change nothing but the body. */
export class Readiness {
  readonly #control: Control;
  readonly #timeoutMs: number;
  #asked: Promise<void> | undefined;

  constructor(control: Control, timeoutMs: number) {
    this.#control = control;
    this.#timeoutMs = timeoutMs;
  }

  async answer(isStopping: boolean): Promise<ProbeAnswer> {
    const trouble = isStopping ? 'stopping' : await this.#trouble();
    const nodes = this.#control.nodes().map(nodeState);
    return trouble === undefined ? { status: 200, body: { status: 'ready', nodes } } : { status: 503, body: { status: trouble, nodes } };
  }

  /** Only that there is trouble: the reason may name files and addresses, and anybody may ask. Probes that come together share one look. */
  async #trouble(): Promise<string | undefined> {
    this.#asked ??= this.#control.ping().finally(() => {
      this.#asked = undefined;
    });
    try {
      await within(this.#asked, this.#timeoutMs, () => new Error('no answer'));
      return undefined;
    } catch {
      return 'store or queue does not work';
    }
  }
}

/** Neither addresses nor the trouble's message, which may name them: anybody may ask. */
function nodeState({ name, layer, load }: NodeView): object {
  const { inFlight, waiting, trouble } = load;
  const state =
    trouble === undefined ? { state: 'ok' } : { state: 'trouble', reason: trouble.reason, since: Math.floor(trouble.sinceMs / 1000) };
  return { name, layer, ...state, inFlight, waiting };
}
