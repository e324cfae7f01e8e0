import { createHmac } from 'node:crypto';
import type { Delivery } from '../../store/callbacks.ts';

/** The body: the same over all attempts. `summary`: the task in the API's words. */
export function bodyOf({ endedAtS }: Pick<Delivery, 'endedAtS'>, summary: object): string {
  return JSON.stringify({ type: 'task.finished', timestamp: new Date(endedAtS * 1000).toISOString(), data: summary });
}

/**
 * The headers of one attempt, signed as Standard Webhooks 1.0 says (symmetric, v1). The id names what is told: it is the
 * same over retries and restarts, so that a receiver knows what it has seen.
 */
export function headersOf({ taskId }: Pick<Delivery, 'taskId'>, body: string, secret: string, nowMs: number): Record<string, string> {
  const id = `msg_${taskId}`;
  const timestamp = String(Math.floor(nowMs / 1000));
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  };
}
