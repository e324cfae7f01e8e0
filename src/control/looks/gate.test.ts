import { expect, test } from 'vitest';
import { Gate } from './gate.ts';

const never = new AbortController().signal;

test('So many run at once; the others follow in the order of their coming, whatever became of those before', async () => {
  const gate = new Gate(2);
  const begun: string[] = [];
  const ends = ['a', 'b', 'c', 'd'].map((name) => {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const end = gate.run(() => {
      begun.push(name);
      return promise;
    }, never);
    return { end, resolve, reject };
  });
  expect(begun).toEqual(['a', 'b']);
  ends[1]?.reject(new Error('broken'));
  await expect(ends[1]?.end).rejects.toThrow('broken');
  expect(begun).toEqual(['a', 'b', 'c']);
  ends[0]?.resolve('A');
  expect(await ends[0]?.end).toBe('A');
  for (const { resolve } of ends) resolve('end');
  expect(await ends[3]?.end).toBe('end');
  expect(begun).toEqual(['a', 'b', 'c', 'd']);
});

test('What is given up on while it waits is not begun, and gives its place on', async () => {
  const gate = new Gate(1);
  const first = Promise.withResolvers<void>();
  const running = gate.run(() => first.promise, never);
  const giveUp = new AbortController();
  const waiting = gate.run(() => Promise.reject(new Error('begun all the same')), giveUp.signal);
  giveUp.abort(new Error('too late'));
  const last = gate.run(async () => 'last', never);
  first.resolve();
  await running;
  await expect(waiting).rejects.toThrow('too late');
  expect(await last).toBe('last');
});
