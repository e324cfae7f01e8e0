import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Control } from '../control/control.ts';
import type { AuditTrail } from '../control/audit/audittrail.ts';
import type { Callbacks } from '../control/callbacks/callbacks.ts';
import type { MadeKeys } from '../control/keys/madekeys.ts';
import { actions, isActionName } from '../wire/actions.ts';
import { type ApiError, apiError } from '../wire/apierror.ts';
import { decodeRequest } from '../wire/decode.ts';
import { failure, success } from '../wire/envelope.ts';
import type { Access } from './access/access.ts';
import { readBasic } from './access/basic.ts';
import { AuditNote } from './auditnote.ts';
import type { BodyReader } from './http/body.ts';
import { clientAddress } from './http/clientaddress.ts';
import { Streamed } from './handler.ts';
import type { Load } from './http/load.ts';
import type { Log } from './log.ts';
import { type CallRecord, type Observe, writeRecord } from './record.ts';
import { asApiError, bodyRefusal, isFault } from './refusals.ts';
import { dispatch } from './router.ts';
import { sendPieces, sendText, type Sent } from './http/send.ts';
import type { Settings } from './settings.ts';
import { taskNamed } from './tasksnamed.ts';
import type { Timings } from './timings.ts';
import { within } from './within.ts';

export type CallsDeps = {
  control: Control;
  madeKeys: MadeKeys;
  audit: AuditTrail;
  callbacks: Pick<Callbacks, 'read' | 'redeliver'>;
  access: Access;
  bodies: BodyReader;
  load: Load;
  log: Log;
  observe: Observe | undefined;
  clock: () => number;
  timings: Timings;
  settings: () => Settings;
};

/** One request on its way. */
type Passage = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly settings: Settings;
  readonly record: CallRecord;
  readonly note: AuditNote;
  /** As the request names it, whether it exists or not. */
  named?: string;
  /** To be given back at the end. */
  heldBytes: number;
  /** Control's work, while it counts in the load. */
  work?: Promise<unknown>;
};

/**
 * Answers requests. The stations, each with the refusals that end the way there: body (230, 150) · decode
 * (230) · action (160, 161) · access (170 … 153) · project (220, 292, 299) · parameters (220, 230) · control (6xx).
 */
export class Calls {
  readonly #deps: CallsDeps;

  constructor(deps: CallsDeps) {
    this.#deps = deps;
  }

  /** Answers a call of the API. Never rejects. */
  answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    return this.#pass(request, response, (passage, body) => this.#carryOut(passage, body));
  }

  /** Answers what is no call of the API, `error` at once but for the body: it is read first, or the client would not see the answer. */
  refuse(request: IncomingMessage, response: ServerResponse, error: ApiError): Promise<void> {
    return this.#pass(request, response, () => Promise.reject(error));
  }

  /** The answer to bytes that are no request, to be written to the socket. */
  unreadable(address: string, error: ApiError): { requestId: string; text: string } {
    const record = this.#begin(address);
    this.#end(Object.assign(record, { retCode: error.retCode, message: error.message }), new AuditNote(address));
    return { requestId: record.requestId, text: JSON.stringify(failure(undefined, error)) };
  }

  async #pass(
    request: IncomingMessage,
    response: ServerResponse,
    carryOut: (passage: Passage, body: Buffer) => Promise<Streamed | string>,
  ): Promise<void> {
    const { load, timings } = this.#deps;
    const settings = this.#deps.settings();
    const { headers, socket } = request;
    const record = this.#begin(clientAddress(socket.remoteAddress, headers['x-forwarded-for'], settings.trustedProxies));
    const passage: Passage = { request, response, settings, record, note: new AuditNote(record.address), heldBytes: 0 };
    try {
      const body = await this.#readBody(passage);
      if (body !== undefined) {
        const answer = await carryOut(passage, body);
        record.retCode = 0;
        const { requestId } = record;
        const sent =
          answer instanceof Streamed
            ? sendPieces(response, requestId, answer.pieces, timings.stallMs)
            : sendText(response, requestId, answer);
        note(record, await sent);
      } else note(record, 'cut');
    } catch (thrown) {
      note(record, await this.#sendFailure(passage, thrown));
    } finally {
      load.release(passage.heldBytes);
      // Work that was given up on still weighs on control.
      passage.work?.catch(() => {}).finally(() => load.leave());
      this.#end(record, passage.note);
    }
  }

  /** Undefined: the client went away. */
  async #readBody(passage: Passage): Promise<Buffer | undefined> {
    const { request, response, settings } = passage;
    const { bodies, timings } = this.#deps;
    const body = await bodies.read(request, { ...settings.body, patienceMs: timings.dropMs });
    if (body.kind === 'gone') return undefined;
    if (body.kind === 'whole') {
      passage.heldBytes = body.bytes.length;
      return body.bytes;
    }
    // Where the rest of the body can't be told from the next request, the connection ends with this answer.
    if (body.kind === 'broken' || !body.drained) response.setHeader('Connection', 'close');
    throw bodyRefusal(body, settings.limits);
  }

  async #carryOut(passage: Passage, body: Buffer): Promise<Streamed | string> {
    const { request, record, note: audit } = passage;
    const { access, control, madeKeys, callbacks, load, clock, timings } = this.#deps;
    // Those of now: a reload may have come while the body did.
    const settings = this.#deps.settings();
    if (!load.enter()) throw apiError('unavailable', { detail: 'too many requests are being worked on; send it again later' });
    passage.work = Promise.resolve();
    const { method = '', url = '', headers } = request;
    const decoded = decodeRequest({ method, query: queryOf(url), contentType: headers['content-type'], body });
    const { action, params } = decoded;
    if (action === undefined) throw apiError('actionMissing', { detail: 'accepted is the name of an action' });
    passage.named = action;
    if (!isActionName(action))
      throw apiError('actionUnknown', { subject: action, detail: 'accepted is the name of an action, in its very spelling' });
    record.action = action;
    audit.action = action;
    const basic = readBasic(request, record.address);
    const publicKey = params.get('PublicKey') ?? basic?.publicKey;
    if (typeof publicKey === 'string' && settings.keys.has(publicKey)) {
      record.key = publicKey;
      audit.key = publicKey;
    }
    const nowMs = clock();
    const key = access.admit({ action, params, address: record.address, nowMs, basic });
    record.key = key.publicKey;
    audit.key = key.lastingKey;
    if (key.publicKey !== key.lastingKey) audit.detail = `by ${key.publicKey}`;
    // Two keys may send the same by HTTP Basic: what was sent is told apart by its key, as where it is signed.
    const sent = params.has('PublicKey') ? decoded : { ...decoded, params: new Map([...params, ['PublicKey', key.publicKey]]) };
    const work = dispatch({
      action,
      key,
      decoded: sent,
      nowMs,
      control,
      settings,
      madeKeys,
      callbacks,
      audit,
      auditTrail: this.#deps.audit,
    });
    passage.work = work;
    const answer = await within(work, timings.answerMs, () =>
      apiError('timeout', { detail: `no answer within ${timings.answerMs / 1000} s` }),
    );
    const taskId = taskNamed(answer, params);
    if (taskId !== undefined) record.taskId = taskId;
    if (answer instanceof Streamed) return answer;
    if (!actions[action].isQuery && !audit.isStored) {
      if ('TaskId' in answer && typeof answer.TaskId === 'string') audit.taskId = answer.TaskId;
      await this.#deps.audit.write(audit.entry(nowMs, 0));
    }
    return JSON.stringify(success(action, answer));
  }

  async #sendFailure({ response, record, named }: Passage, thrown: unknown): Promise<Sent> {
    const { requestId, action } = record;
    const error = asApiError(thrown, requestId);
    record.retCode = error.retCode;
    record.message = error.message;
    if (isFault(thrown)) this.#deps.log.error({ err: thrown, requestId, action }, 'call failed');
    return response.headersSent ? 'cut' : sendText(response, requestId, JSON.stringify(failure(named, error)));
  }

  #begin(address: string): CallRecord {
    return { requestId: randomUUID(), startedMs: this.#deps.clock(), address };
  }

  #end(record: CallRecord, audit: AuditNote): void {
    const { log, observe, clock } = this.#deps;
    if (record.retCode !== undefined && record.retCode !== 0) this.#deps.audit.gather(audit.entry(clock(), record.retCode));
    writeRecord(log, observe, record, clock());
  }
}

function note(record: CallRecord, sent: Sent): void {
  if (sent === 'cut') record.cut = true;
}

function queryOf(url: string): string {
  const mark = url.indexOf('?');
  return mark === -1 ? '' : url.slice(mark + 1);
}
