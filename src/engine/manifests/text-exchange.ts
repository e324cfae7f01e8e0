import { Exchange, type ExchangeSetup } from '../exchange.ts';
import type { Answer } from '../answer.ts';
import type { Flow, ResponseHeaders, ResponseSink } from '../transport.ts';
import { tellingBytes } from './format.ts';
import type { ManifestFault, NoManifest } from './reading.ts';
import { TextBody, tooLarge } from './text-body.ts';

/** How it ended: as any request does, with the body of a success as text, too large to be read, or no manifest at all. */
export type TextAnswer =
  | { readonly answer: Answer; readonly contentType: string | undefined; readonly text: () => ReturnType<TextBody['text']> }
  | NoManifest
  | { readonly fault: ManifestFault };

/** Whether it is plainly no manifest, and nobody had called it one: by the type of the response alone, or by its beginning too. */
export type IsNoManifest = (contentType: string | undefined, beginning?: string) => boolean;

/** An exchange whose body is kept: the only one, since a manifest has to be read whole before what it names is known. */
export class TextExchange implements ResponseSink {
  readonly #exchange: Exchange;
  readonly #body = new TextBody();
  readonly #onEnd: (answer: TextAnswer) => void;
  readonly #isNone: IsNoManifest;
  #isSuccess = false;
  #isToTell = true;
  #coding: string | undefined;
  #type: string | undefined;

  constructor(setup: Omit<ExchangeSetup, 'onEnd'>, isNone: IsNoManifest, onEnd: (answer: TextAnswer) => void) {
    this.#onEnd = onEnd;
    this.#isNone = isNone;
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
    if (this.#isSuccess && this.#isNone(this.#type)) this.#endWith({ isNone: true });
  }

  bytes(chunk: Uint8Array): void {
    if (!this.#exchange.isOpen || !this.#isSuccess) return;
    if (!this.#body.add(chunk)) this.#endWith({ fault: tooLarge });
    else if (this.#isToTell && this.#body.sizeBytes >= tellingBytes) this.#tell();
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

  /** What is no manifest is not read to its end: it may be a film. */
  #tell(): void {
    this.#isToTell = false;
    const beginning = this.#body.beginning(this.#coding, tellingBytes);
    if (beginning !== undefined && this.#isNone(this.#type, beginning)) this.#endWith({ isNone: true });
  }

  #endWith(answer: TextAnswer): void {
    if (!this.#exchange.isOpen) return;
    this.#exchange.cancel();
    this.#onEnd(answer);
  }
}

function joined(value: ResponseHeaders[string]): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value;
}
