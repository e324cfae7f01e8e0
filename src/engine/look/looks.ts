import type { Look, LookOrder, LookUrl, Sighting } from '../../tasks/look.ts';
import type { Variant } from '../../tasks/plan.ts';
import type { Detections } from '../detect/detections.ts';
import { addressFor, type NodeState } from '../node.ts';
import { shorten } from '../shorten.ts';
import { urlParts } from '../url-parts.ts';
import { Asker, type AskerParts } from './asker.ts';
import { lookAt, type Subject, unknown } from './look-at.ts';
import { RulesFile } from './rules-file.ts';

export type LooksParts = AskerParts & { readonly detections: Detections };

type Asked = LookUrl & Pick<Subject, 'variant' | 'asksOriginSize'>;

const plainVariants: readonly Variant[] = [{}];

/** Asks nodes what they have, in a way that neither fills them nor reaches an origin. */
export class Looks {
  readonly #parts: LooksParts;
  readonly #askers = new Map<NodeState, { readonly asker: Asker; readonly rules: RulesFile }>();
  readonly #stopping = new AbortController();

  constructor(parts: LooksParts) {
    this.#parts = parts;
  }

  /** In the order's order. Rejects with the signal's reason, or when the engine stops meanwhile. */
  async look(node: NodeState, order: LookOrder, given?: AbortSignal): Promise<readonly Look[]> {
    const signal = given === undefined ? this.#stopping.signal : AbortSignal.any([given, this.#stopping.signal]);
    signal.throwIfAborted();
    const variants = order.variants.length === 0 ? plainVariants : order.variants;
    return await Promise.all(
      order.urls.map(async (url) => ({
        url: url.url,
        variants: await Promise.all(
          variants.map((variant) => this.#sighting(node, { ...url, variant, asksOriginSize: order.asksOriginSize === true }, signal)),
        ),
      })),
    );
  }

  /** The node left the configuration. */
  clear(node: NodeState): void {
    const known = this.#askers.get(node);
    this.#askers.delete(node);
    void known?.asker.close();
  }

  async stop(): Promise<void> {
    this.#stopping.abort(new Error('the engine is stopping'));
    await Promise.all([...this.#askers.values()].map(({ asker }) => asker.close()));
  }

  async #sighting(node: NodeState, asked: Asked, signal: AbortSignal): Promise<Sighting> {
    const { url, freshUntilMs, ...more } = asked;
    const { served, breaker } = node;
    if (served === undefined) return unknown(`node "${node.name}" is not in the configuration`);
    if (breaker.isOpen) return unknown(breaker.sentence ?? 'the node is down');
    try {
      const { options } = served;
      const target = urlParts(url);
      if (addressFor(options, target.scheme) === undefined) return unknown(`node "${node.name}" has no address for ${target.scheme}`);
      const subject: Subject = { node: options, target, freshUntilMs, ...more };
      const { asker, rules } = this.#askerOf(node);
      return await lookAt(subject, {
        detection: this.#parts.detections.of(node),
        rules,
        ask: async (message) => {
          const reply = await asker.ask(message, options, signal);
          // A node that nobody else talks to would be down, and back with an empty store, without anybody knowing.
          if (reply.failure?.isNodes === true && !reply.wasSent) breaker.noteFailure(reply.failure, message, true);
          return reply;
        },
        wallMs: () => this.#parts.clock.wallMs(),
        headersMs: this.#parts.options().timeouts.headersMs,
      });
    } catch (error) {
      signal.throwIfAborted();
      return unknown(shorten(error instanceof Error ? `${error.name}: ${error.message}` : String(error)));
    }
  }

  #askerOf(node: NodeState): { readonly asker: Asker; readonly rules: RulesFile } {
    let known = this.#askers.get(node);
    if (known === undefined) {
      known = { asker: new Asker(this.#parts), rules: new RulesFile(this.#parts.clock) };
      this.#askers.set(node, known);
    }
    return known;
  }
}
