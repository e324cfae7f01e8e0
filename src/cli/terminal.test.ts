import { describe, expect, test } from 'vitest';
import { run } from './run.ts';
import { FakeServer } from './testing/fakeserver.ts';
import { Terminal, withoutEscapes } from './testing/terminal.ts';

const site = 'https://cdn.example.com';

describe('On a terminal', () => {
  test.each([80, 40])('of %i columns a bar shows how far it is, on one line that is gone at the end', async (columns) => {
    await using server = await FakeServer.start();
    const terminal = new Terminal(server.env, columns);
    const code = await run(['prefetch', `${site}/a`, `${site}/404`, '--wait'], terminal.io);
    expect(code).toBe(1);
    const bars = terminal.liveLines.filter((line) => line.startsWith('['));
    expect(bars.length).toBeGreaterThan(0);
    expect(bars[0]).toMatch(/^\[█+░+\] {2}\d\d % {2}0\/2 URLs/);
    for (const bar of bars) expect(bar.trimEnd().length).toBeLessThan(columns);
    expect(terminal.stderr.endsWith('\r\u001b[K')).toBe(true);
    for (const line of withoutEscapes(terminal.stdout).split('\n')) expect(line.length).toBeLessThanOrEqual(columns);
  });

  test('failures are red and successes green, but for those who ask for no colours', async () => {
    await using server = await FakeServer.start();
    server.tasks.addEnded([`${site}/a`]);
    server.tasks.addEnded([`${site}/404`]);
    const coloured = new Terminal(server.env, 80);
    await run(['tasks'], coloured.io);
    expect(coloured.stdout).toContain('\u001b[31mfailure\u001b[39m');
    expect(coloured.stdout).toContain('\u001b[32msuccess\u001b[39m');
    for (const env of [{ NO_COLOR: '1' }, { TERM: 'dumb' }]) {
      const plain = new Terminal({ ...server.env, ...env }, 80);
      await run(['tasks'], plain.io);
      expect(plain.stdout).toBe(withoutEscapes(coloured.stdout));
    }
  });

  test('a terminal that can not move its cursor gets plain lines', async () => {
    await using server = await FakeServer.start();
    const terminal = new Terminal({ ...server.env, TERM: 'dumb' }, 80);
    await run(['prefetch', `${site}/a`, '--wait'], terminal.io);
    expect(terminal.stderr).toBe('Submitted 1 URL as 1 task.\n');
  });
});
