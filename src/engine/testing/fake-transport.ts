import { knockQuery } from '../breaker/knock.ts';
import type { Flow, GetRequest, ResponseHeaders, ResponseSink, Transport } from '../transport.ts';

/** A request that a test answers by hand. */
export class FakeRequest implements Flow {
  readonly request: GetRequest;
  readonly sink: ResponseSink;
  isPaused = false;
  isAborted = false;
  isOver = false;
  readonly #onResume: (request: FakeRequest) => void;

  constructor(request: GetRequest, sink: ResponseSink, onResume: (request: FakeRequest) => void) {
    this.request = request;
    this.sink = sink;
    this.#onResume = onResume;
  }

  /** A whole response at once. */
  answer(status = 200, headers: ResponseHeaders = {}, bodyBytes = 0): void {
    this.sink.headers(status, { 'content-length': String(bodyBytes), ...headers });
    if (bodyBytes > 0) this.sink.data(bodyBytes);
    this.end();
  }

  /** A whole response whose body matters. */
  answerText(text: string, headers: ResponseHeaders = {}): void {
    const bytes = Buffer.from(text);
    this.sink.headers(200, { 'content-length': String(bytes.length), ...headers });
    this.sink.bytes?.(bytes);
    this.sink.data(bytes.length);
    this.end();
  }

  end(): void {
    this.isOver = true;
    if (!this.isAborted) this.sink.ended();
  }

  fail(error: Error): void {
    this.isOver = true;
    if (!this.isAborted) this.sink.failed(error);
  }

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
    this.#onResume(this);
  }

  abort(): void {
    this.isAborted = true;
    this.isOver = true;
  }
}

/** A transport without a network. By default every request is answered when the test says so. */
export class FakeTransport implements Transport {
  readonly requests: FakeRequest[] = [];
  isClosed = false;
  /** Requests that only ask whether the node is there; they are none of the others. */
  readonly knocks: FakeRequest[] = [];
  /** Called for each of them: the node is there, unless a test says otherwise. */
  onKnock: (request: FakeRequest) => void = (request) => request.answer(504);
  /** True: nothing listens there. How often was it tried? */
  refuses = false;
  refusals = 0;
  /** Called for each request, as soon as it is sent. */
  onRequest: (request: FakeRequest) => void = () => undefined;
  onResume: (request: FakeRequest) => void = () => undefined;

  get(request: GetRequest, sink: ResponseSink): void {
    if (this.refuses) {
      this.refusals += 1;
      sink.failed(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }));
      return;
    }
    const fake = new FakeRequest(request, sink, (resumed) => this.onResume(resumed));
    const isKnock = request.path.includes(`?${knockQuery}`);
    (isKnock ? this.knocks : this.requests).push(fake);
    sink.sent(fake);
    (isKnock ? this.onKnock : this.onRequest)(fake);
  }

  /** Requests without an end so far. */
  get open(): FakeRequest[] {
    return this.requests.filter(({ isOver }) => !isOver);
  }

  async close(): Promise<void> {
    this.isClosed = true;
  }

  async destroy(): Promise<void> {
    this.isClosed = true;
  }
}
