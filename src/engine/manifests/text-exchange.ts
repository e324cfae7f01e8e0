import { Exchange, type ExchangeSetup } from '../exchange.ts';
import type { Answer } from '../answer.ts';
import type { Flow, ResponseHeaders, ResponseSink } from '../transport.ts';
import type { ManifestFault } from './reading.ts';
import { TextBody, tooLarge } from './text-body.ts';

/** How it ended: as any request does, with the body of a success as text, or too large to be read. */
export type TextAnswer =
  | { readonly answer: Answer; readonly contentType: string | undefined; readonly text: () => ReturnType<TextBody['text']> }
  | { readonly fault: ManifestFault };

/** An exchange whose body is kept: the only one, since a manifest has to be read whole before what it names is known. */
export class TextExchange implements ResponseSink {
  readonly #exchange: Exchange;
  readonly #body = new TextBody();
  readonly #onEnd: (answer: TextAnswer) => void;
  #isSuccess = false;
  #coding: string | undefined;
  #type: string | undefined;

  constructor(setup: Omit<ExchangeSetup, 'onEnd'>, onEnd: (answer: TextAnswer) => void) {
    this.#onEnd = onEnd;
    this.#exchange = new Exchange({
      ...setup,
      onEnd: (answer) => onEnd({ answer, contentType: this.#type, text: () => this.#body.text(this.#coding) }),
    });
  }

  get isOpen(): boolean {
    return this.#exchange.isOpen;
  }

  sent(flow: Flow): void {
    this.#exchange.sent(flow);
  }

  interim(): void {
    this.#exchange.interim();
  }

  headers(status: number, headers: ResponseHeaders): void {
    this.#isSuccess = status >= 200 && status < 300;
    this.#coding = joined(headers['content-encoding']);
    this.#type = joined(headers['content-type']);
    this.#exchange.headers(status, headers);
  }

  bytes(chunk: Uint8Array): void {
    if (!this.#exchange.isOpen || !this.#isSuccess || this.#body.add(chunk)) return;
    this.#exchange.cancel();
    this.#onEnd({ fault: tooLarge });
  }

  data(sizeBytes: number): void {
    this.#exchange.data(sizeBytes);
  }

  ended(): void {
    this.#exchange.ended();
  }

  failed(error: unknown): void {
    this.#exchange.failed(error);
  }

  /** To be called at every tick. */
  check(): void {
    this.#exchange.check();
  }

  cancel(): void {
    this.#exchange.cancel();
  }
}

function joined(value: ResponseHeaders[string]): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value;
}
