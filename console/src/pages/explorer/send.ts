import { signedBody } from '../../../../src/client/body.ts';
import { exchange } from '../../../../src/client/exchange.ts';
import { RequestRefused } from '../../../../src/client/index.ts';
import type { Credentials } from '../../session/session.tsx';
import { withoutSecrets } from './answer/secrets.ts';
import type { FormValues, RequestValues } from './form/values.ts';

/** A call that was sent, and what came of it. */
export type SentCall = {
  id: string;
  action: string;
  /** The form as it stood. */
  values: FormValues;
  /** What of the parameters was sent; keys and signature aside. */
  request: RequestValues;
  atMs: number;
  durationMs: number;
  /** The answer as it came, whatever its RetCode; undefined when none came that can be read. */
  answer: unknown;
  /** Its length as it came. */
  sizeBytes: number;
  retCode: number | undefined;
  requestId: string | undefined;
  error: Error | undefined;
};

const timeoutMs = 65_000;

/** Signs and sends one call, once, and keeps all that can be told of it. */
export async function send(
  { action, values, request }: Pick<SentCall, 'action' | 'values' | 'request'>,
  credentials: Credentials,
): Promise<SentCall> {
  const body = signedBody(action, request, credentials);
  let text = '';
  let requestId: string | undefined;
  const recording: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    requestId = response.headers.get('X-UCLOUD-REQUEST-UUID') ?? undefined;
    text = await response.text();
    return new Response(text, response);
  };
  const atMs = Date.now();
  const startedMs = performance.now();
  let error: Error | undefined;
  try {
    await exchange({ url: `${location.origin}/`, body, timeoutMs, fetch: recording });
  } catch (fault) {
    error = fault instanceof Error ? fault : new Error(String(fault));
  }
  const durationMs = performance.now() - startedMs;
  const isReadable = error === undefined || error instanceof RequestRefused;
  const answer: unknown = isReadable ? JSON.parse(text) : undefined;
  const retCode = error instanceof RequestRefused ? error.retCode : isReadable ? 0 : undefined;
  const sizeBytes = new TextEncoder().encode(text).length;
  return { id: crypto.randomUUID(), action, values, request, atMs, durationMs, answer, sizeBytes, retCode, requestId, error };
}

/** As the history keeps it: a secret that was told once is not told again. */
export function forHistory(call: SentCall): SentCall {
  return { ...call, answer: withoutSecrets(call.answer) };
}
