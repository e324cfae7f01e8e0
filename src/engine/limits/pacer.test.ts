import { describe, expect, test } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { type Paced, Pacer } from './pacer.ts';

const KiB = 1024;
const MiB = 1024 * KiB;

/** A node that sends as fast as it is read, `chunkBytes` at a time. */
class EagerBody implements Paced {
  grantBytes = 0;
  isOpen = true;
  isPaused = false;
  receivedBytes = 0;
  readonly #pacer: Pacer;
  readonly #sizeBytes: number;
  readonly #chunkBytes: number;
  onEnd: () => void = () => undefined;

  constructor(pacer: Pacer, sizeBytes: number, chunkBytes: number) {
    this.#pacer = pacer;
    this.#sizeBytes = sizeBytes;
    this.#chunkBytes = chunkBytes;
    pacer.start(this);
  }

  flow(): void {
    if (this.receivedBytes === 0) this.#pacer.sized(this, this.#sizeBytes);
    while (this.isOpen && !this.isPaused) {
      const chunk = Math.min(this.#chunkBytes, this.#sizeBytes - this.receivedBytes);
      this.receivedBytes += chunk;
      this.grantBytes -= chunk;
      if (this.receivedBytes === this.#sizeBytes) {
        this.isOpen = false;
        this.#pacer.end(this, this.receivedBytes);
        this.onEnd();
      } else if (this.grantBytes <= 0 && !this.#pacer.more(this)) {
        this.isPaused = true;
      }
    }
  }

  resume(): void {
    this.isPaused = false;
    this.flow();
  }
}

/** Fetches of `sizeBytes` each, `atOnce` at most, begun whenever the pacer allows; returns bytes by second. */
function pull(
  bytesPerSecond: number,
  { sizeBytes, chunkBytes, atOnce, seconds }: { sizeBytes: number; chunkBytes: number; atOnce: number; seconds: number },
) {
  const clock = new FakeClock();
  const bodies: EagerBody[] = [];
  let open = 0;
  let mostOpen = 0;
  const fill = () => {
    while (open < atOnce && pacer.mayStart()) {
      const body = new EagerBody(pacer, sizeBytes, chunkBytes);
      bodies.push(body);
      open += 1;
      mostOpen = Math.max(mostOpen, open);
      body.onEnd = () => {
        open -= 1;
      };
      clock.after(1, () => {
        body.flow();
        fill();
      });
    }
  };
  const pacer = new Pacer(bytesPerSecond, clock, fill);
  fill();
  const total = () => bodies.reduce((sum, { receivedBytes }) => sum + receivedBytes, 0);
  const bySecond: number[] = [];
  for (let second = 0; second < seconds; second += 1) {
    const before = total();
    clock.advance(1000);
    fill();
    bySecond.push(total() - before);
  }
  return { bySecond, total: total(), mostOpen };
}

describe('bytes per second of a domain', () => {
  test.each([
    ['many small objects', 10 * MiB, { sizeBytes: 4 * KiB, chunkBytes: 4 * KiB, atOnce: 64 }],
    ['a few large objects', 10 * MiB, { sizeBytes: 100 * MiB, chunkBytes: 64 * KiB, atOnce: 4 }],
    ['many large objects', 20 * MiB, { sizeBytes: 100 * MiB, chunkBytes: 64 * KiB, atOnce: 64 }],
    ['middling objects on a low rate', 500 * KiB, { sizeBytes: 300 * KiB, chunkBytes: 16 * KiB, atOnce: 64 }],
    ['a high rate', 200 * MiB, { sizeBytes: MiB, chunkBytes: 64 * KiB, atOnce: 64 }],
  ])('are kept within 5 percent over 10 s: %s', (_name, rate, load) => {
    const { bySecond, total } = pull(rate, { ...load, seconds: 10 });
    expect(total / 10).toBeGreaterThan(rate * 0.95);
    expect(total / 10).toBeLessThan(rate * 1.05);
    // No burst at the start beyond a second's worth on top of that second's own.
    expect(bySecond[0]).toBeLessThanOrEqual(rate * 2);
    for (const bytes of bySecond.slice(1)) expect(bytes).toBeLessThanOrEqual(rate * 1.3);
  });

  test('a domain at its limit begins only what the rate can feed', () => {
    const { mostOpen } = pull(10 * MiB, { sizeBytes: 100 * MiB, chunkBytes: 64 * KiB, atOnce: 64, seconds: 10 });
    expect(mostOpen).toBeLessThanOrEqual(26);
  });

  test('no fetch begins while a body waits for its bytes, and the pacer says when one may', () => {
    const clock = new FakeClock();
    let rooms = 0;
    const pacer = new Pacer(100 * KiB, clock, () => {
      rooms += 1;
    });
    const body = new EagerBody(pacer, 200 * KiB, 64 * KiB);
    body.flow();
    expect(body.isPaused).toBe(true);
    expect(pacer.mayStart()).toBe(false);
    clock.advance(3000);
    expect(body.isOpen).toBe(false);
    expect(rooms).toBeGreaterThan(0);
    expect(pacer.mayStart()).toBe(true);
  });

  test('a body that is dropped while it waits holds up nobody', () => {
    const clock = new FakeClock();
    const pacer = new Pacer(16 * KiB, clock, () => undefined);
    const dropped = new EagerBody(pacer, MiB, 32 * KiB);
    const other = new EagerBody(pacer, 17 * KiB, 1024);
    dropped.flow();
    dropped.isOpen = false;
    pacer.end(dropped, dropped.receivedBytes);
    other.flow();
    clock.advance(10_000);
    expect(other.isOpen).toBe(false);
  });

  test('a limit that is taken away lets everything flow', () => {
    const clock = new FakeClock();
    const pacer = new Pacer(16 * KiB, clock, () => undefined);
    const body = new EagerBody(pacer, 10 * MiB, 64 * KiB);
    body.flow();
    expect(body.isPaused).toBe(true);
    pacer.setRate(undefined);
    expect(body.isOpen).toBe(false);
  });

  test('a limit that is set takes hold of a body that flows already', () => {
    const clock = new FakeClock();
    const pacer = new Pacer(undefined, clock, () => undefined);
    const body = new EagerBody(pacer, 100 * MiB, 64 * KiB);
    pacer.setRate(MiB);
    body.flow();
    expect(body.receivedBytes).toBeLessThan(3 * MiB);
    expect(body.isPaused).toBe(true);
  });
});
