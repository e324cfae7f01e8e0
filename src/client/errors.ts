/** A call that did not give its answer. Every fault of the client is one of the classes below. */
export abstract class ClientError extends Error {}

/** No answer came: connection refused or broken, name unknown, TLS, or time ran out. `cause` is what fetch threw. */
export class ServerUnreachable extends ClientError {
  override readonly name = 'ServerUnreachable';
  /** `timeoutMs` ran out: the server may be at work on the request still. */
  readonly isTimeout: boolean;
  constructor(message: string, { isTimeout, cause }: { isTimeout: boolean; cause: unknown }) {
    super(message, { cause });
    this.isTimeout = isTimeout;
  }
}

/** The server answered with a RetCode other than 0 (wire/retcodes.ts); nothing was changed. */
export class RequestRefused extends ClientError {
  override readonly name = 'RequestRefused';
  readonly retCode: number;
  /** The same request may succeed later as it stands. */
  readonly isRetryable: boolean;
  /** Finds the request in the server's log. */
  readonly requestId?: string;
  constructor(message: string, { retCode, isRetryable, requestId }: { retCode: number; isRetryable: boolean; requestId?: string }) {
    super(message);
    this.retCode = retCode;
    this.isRetryable = isRetryable;
    if (requestId !== undefined) this.requestId = requestId;
  }
}

/** Something answered, but not with what this action answers: a proxy's page, a broken body, another API. */
export class AnswerUnreadable extends ClientError {
  override readonly name = 'AnswerUnreadable';
  readonly httpStatus: number;
  /** The connection broke in the midst of the answer. */
  readonly isBrokenOff: boolean;
  readonly requestId?: string;
  constructor(
    message: string,
    {
      httpStatus,
      requestId,
      isBrokenOff = false,
      cause,
    }: { httpStatus: number; requestId?: string; isBrokenOff?: boolean; cause?: unknown },
  ) {
    super(message, { cause });
    this.httpStatus = httpStatus;
    this.isBrokenOff = isBrokenOff;
    if (requestId !== undefined) this.requestId = requestId;
  }
}
