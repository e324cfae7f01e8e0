import type { Control, NodeLedger, NodeView } from '../../control/control.ts';
import { within } from '../within.ts';

/** What a probe gets: an HTTP status, unlike the API's answers, since that is all that balancers read. */
export type ProbeAnswer = { status: 200 | 404 | 503; body: object };

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
    const trouble = await this.#trouble(isStopping);
    const nodes = this.#control.nodes().map(nodeState);
    return trouble === undefined ? { status: 200, body: { status: 'ready', nodes } } : { status: 503, body: { status: trouble, nodes } };
  }

  /** Whether `answer` would be 200. */
  async isReady(isStopping: boolean): Promise<boolean> {
    return (await this.#trouble(isStopping)) === undefined;
  }

  /** Only that there is trouble: the reason may name files and addresses, and anybody may ask. Probes that come together share one look. */
  async #trouble(isStopping: boolean): Promise<string | undefined> {
    if (isStopping) return 'stopping';
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

/**
 * Whether users may be sent to a node. It says so of nodes that forewarm knows, and of nothing else: that store and queue
 * work is none of a balancer's business.
 */
export function nodeAnswer(control: Control, name: string): ProbeAnswer {
  const ledger = control.nodeLedger(name);
  if (ledger === undefined) return { status: 404, body: { state: 'unknown', message: 'no node of this name is configured' } };
  return { status: ledger.state === 'ready' ? 200 : 503, body: { name, ...ledgerState(ledger) } };
}

/** Neither addresses nor the trouble's message, which may name them: anybody may ask. */
function nodeState({ name, layer, load, ledger }: NodeView): object {
  const { inFlight, waiting } = load;
  return { name, layer, ...reachState(load), inFlight, waiting, ledger: ledgerState(ledger) };
}

function reachState({ down, trouble }: NodeView['load']): object {
  const last = down ?? trouble;
  if (last === undefined) return { state: 'ok' };
  return { state: down === undefined ? 'trouble' : 'down', reason: last.reason, since: Math.floor(last.sinceMs / 1000) };
}

function ledgerState({ state, sinceMs, openUrls }: NodeLedger): object {
  return { state, since: Math.floor(sinceMs / 1000), openUrls };
}
