/** One node's part in a domain's concurrency. */
export type Share = {
  /** Fetches of the domain running on this node. */
  running: number;
  /** URLs of the domain that wait for this node. */
  waiting: number;
  /** True while the node may not start anything: it is paused, or no longer there. */
  barred: boolean;
};

export function newShare(barred: boolean): Share {
  return { running: 0, waiting: 0, barred };
}

/**
 * A domain's concurrency, shared among the nodes that want it (max-min): each may always have its fair
 * part, and takes more only from what the fair parts of the others leave over. Without this a node that
 * hangs would come to hold every slot of the domain, and the healthy nodes would wait for its timeouts.
 */
export class Shares {
  #limit: number;
  #running = 0;
  #fair: number;
  /** What nodes below their fair part may still claim. */
  #claims = 0;
  readonly #active = new Set<Share>();

  constructor(limit: number) {
    this.#limit = limit;
    this.#fair = limit;
  }

  get running(): number {
    return this.#running;
  }

  setLimit(limit: number): void {
    this.#limit = limit;
    this.#divide();
  }

  mayStart(share: Share): boolean {
    const free = this.#limit - this.#running;
    return free > 0 && (share.running < this.#fair || free > this.#claims);
  }

  start(share: Share): void {
    this.#running += 1;
    this.#change(share, share.running + 1, share.waiting, share.barred);
  }

  end(share: Share): void {
    this.#running -= 1;
    this.#change(share, share.running - 1, share.waiting, share.barred);
  }

  setWaiting(share: Share, waiting: number): void {
    this.#change(share, share.running, waiting, share.barred);
  }

  setBarred(share: Share, barred: boolean): void {
    this.#change(share, share.running, share.waiting, barred);
  }

  /** O(1), or O(nodes) when a node comes to want the domain or has done with it. */
  #change(share: Share, running: number, waiting: number, barred: boolean): void {
    const wasActive = isActive(share);
    if (wasActive) this.#claims -= this.#claim(share);
    share.running = running;
    share.waiting = waiting;
    share.barred = barred;
    if (isActive(share) === wasActive) {
      if (wasActive) this.#claims += this.#claim(share);
      return;
    }
    if (wasActive) this.#active.delete(share);
    else this.#active.add(share);
    this.#divide();
  }

  #divide(): void {
    this.#fair = Math.max(1, Math.floor(this.#limit / Math.max(1, this.#active.size)));
    this.#claims = 0;
    for (const share of this.#active) this.#claims += this.#claim(share);
  }

  #claim(share: Share): number {
    return share.barred ? 0 : Math.max(0, Math.min(share.waiting, this.#fair - share.running));
  }
}

function isActive(share: Share): boolean {
  return share.running > 0 || (share.waiting > 0 && !share.barred);
}
