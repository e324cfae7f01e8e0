import { describe, expect, test } from 'vitest';
import { newShare, type Share, Shares } from './shares.ts';

function wanting(shares: Shares, count: number): Share {
  const share = newShare(false);
  shares.setWaiting(share, count);
  return share;
}

/** Starts as much as the node may; returns how many run then. */
function fill(shares: Shares, share: Share): number {
  while (share.waiting > 0 && shares.mayStart(share)) {
    shares.start(share);
    shares.setWaiting(share, share.waiting - 1);
  }
  return share.running;
}

describe('a domain’s concurrency among its nodes', () => {
  test('is all for one node when no other wants it', () => {
    const shares = new Shares(64);
    expect(fill(shares, wanting(shares, 1000))).toBe(64);
  });

  test('is halved between two that want it, whoever comes first', () => {
    const shares = new Shares(64);
    const [one, other] = [wanting(shares, 1000), wanting(shares, 1000)];
    expect(fill(shares, one)).toBe(32);
    expect(fill(shares, other)).toBe(32);
  });

  test('leaves what others can’t use to the one that can', () => {
    const shares = new Shares(64);
    const [hungry, modest] = [wanting(shares, 1000), wanting(shares, 3)];
    expect(fill(shares, hungry)).toBe(61);
    expect(fill(shares, modest)).toBe(3);
  });

  test('comes back to the healthy nodes when one that hangs keeps its part', () => {
    const shares = new Shares(8);
    const hanging = wanting(shares, 1000);
    expect(fill(shares, hanging)).toBe(8);
    const healthy = wanting(shares, 1000);
    expect(fill(shares, healthy)).toBe(0);
    // As the hanging node's fetches time out one by one, the healthy one gets its half and keeps it.
    for (let ended = 1; ended <= 4; ended += 1) {
      shares.end(hanging);
      expect(shares.mayStart(hanging)).toBe(false);
      expect(fill(shares, healthy)).toBe(ended);
    }
    shares.end(healthy);
    expect(shares.mayStart(hanging)).toBe(false);
    expect(fill(shares, healthy)).toBe(4);
  });

  test('never exceeds its limit, with more nodes than slots too', () => {
    const shares = new Shares(5);
    const nodes = Array.from({ length: 12 }, () => wanting(shares, 10));
    for (const node of nodes) fill(shares, node);
    expect(shares.running).toBe(5);
    expect(nodes.filter(({ running }) => running === 1)).toHaveLength(5);
  });

  test('a node that is paused claims nothing', () => {
    const shares = new Shares(10);
    const [paused, other] = [wanting(shares, 100), wanting(shares, 100)];
    shares.setBarred(paused, true);
    expect(fill(shares, other)).toBe(10);
    shares.setBarred(paused, false);
    shares.end(other);
    expect(shares.mayStart(other)).toBe(false);
    expect(shares.mayStart(paused)).toBe(true);
  });

  test('follows a limit that changes', () => {
    const shares = new Shares(4);
    const node = wanting(shares, 100);
    expect(fill(shares, node)).toBe(4);
    shares.setLimit(2);
    shares.end(node);
    expect(shares.mayStart(node)).toBe(false);
    shares.setLimit(6);
    expect(fill(shares, node)).toBe(6);
  });

  test('adds up over a long random history', () => {
    const shares = new Shares(16);
    const nodes = Array.from({ length: 6 }, () => newShare(false));
    let seed = 1;
    const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
    for (let step = 0; step < 20_000; step += 1) {
      const node = nodes[random(nodes.length)] ?? newShare(false);
      const action = random(5);
      if (action === 0) shares.setWaiting(node, node.waiting + random(10));
      if (action === 1 && node.running > 0) shares.end(node);
      if (action === 2) shares.setBarred(node, random(4) === 0);
      if (action >= 3 && node.waiting > 0 && !node.barred && shares.mayStart(node)) {
        shares.start(node);
        shares.setWaiting(node, node.waiting - 1);
      }
      const running = nodes.reduce((sum, one) => sum + one.running, 0);
      expect(shares.running).toBe(running);
      expect(running).toBeLessThanOrEqual(16);
      // Nobody who wants a slot is refused while there is room for all that is wanted.
      const wants = nodes.reduce((sum, one) => sum + (one.barred ? 0 : one.waiting), 0);
      const refused = nodes.filter((one) => one.waiting > 0 && !one.barred && !shares.mayStart(one));
      expect(running + wants <= 16 ? refused : []).toEqual([]);
    }
  });
});
