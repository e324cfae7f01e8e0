import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { bodyOf, headersOf } from './message.ts';

const body = bodyOf({ endedAtS: 1_782_864_000 }, { TaskId: 'T1', Comment: '‘é’ 中 🙂' });

test('the body says what it is, since when, and has the summary', () => {
  expect(JSON.parse(body)).toEqual({
    type: 'task.finished',
    timestamp: '2026-07-01T00:00:00.000Z',
    data: { TaskId: 'T1', Comment: '‘é’ 中 🙂' },
  });
});

test.each([24, 32, 33, 64])('the library of Standard Webhooks takes the signature, with a secret of %d bytes', (bytes) => {
  const secret = `whsec_${randomBytes(bytes).toString('base64')}`;
  const headers = headersOf({ taskId: 'T1' }, body, secret, Date.now());
  expect(headers['webhook-id']).toBe('msg_T1');
  const webhook = new Webhook(secret);
  expect(webhook.verify(body, headers)).toEqual(JSON.parse(body));
  expect(() => webhook.verify(body.replace('T1', 'T2'), headers)).toThrow('No matching signature found');
  expect(() => webhook.verify(body, { ...headers, 'webhook-id': 'msg_T2' })).toThrow('No matching signature found');
});
