import { expect, test } from 'vitest';
import { mayAskForExpired, type Hello } from './asking.ts';

function hello(headers: Readonly<Record<string, string>>, onlyIfCached: Hello['onlyIfCached'] = 'honoured'): Hello {
  const answer = { status: 504, httpVersion: '1.1', headers, nowMs: 0, firstByteMs: 1, tookMs: 1, bodyBytes: 0, body: 'whole' } as const;
  return { onlyIfCached, statuses: [504, 404], answers: [answer] };
}

test('Traffic Server is asked for what may have expired only where it says that it answers from store', () => {
  expect(mayAskForExpired(hello({}), 'trafficserver')).toBe(false);
  expect(mayAskForExpired(hello({ 'x-only-if-cached': 'store' }), 'trafficserver')).toBe(true);
});

test('a cache that does not show which it is counts as Traffic Server, and one that is deaf is never asked', () => {
  expect(mayAskForExpired(hello({}), undefined)).toBe(false);
  expect(mayAskForExpired(hello({}), 'squid')).toBe(true);
  expect(mayAskForExpired(hello({}, 'deaf'), 'nginx')).toBe(false);
});
