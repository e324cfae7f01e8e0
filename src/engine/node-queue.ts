import { Fifo } from './fifo.ts';
import type { DomainLimits } from './limits/domain.ts';
import type { Share } from './limits/shares.ts';
import { Pull } from './pull.ts';
import { type Place, Ring } from './ring.ts';
import type { Run } from './run.ts';

/** A task's URLs of one domain on one node, in its lane. */
type TaskLine = {
  readonly task: number;
  readonly runs: Fifo<Run>;
  /** Begun before: they go first, so that what is begun gets done. */
  readonly again: Fifo<Pull>;
  place: Place<TaskLine> | undefined;
};

/** One domain's part of a lane: the smallest thing that a limit can hold up. */
export class Strand {
  readonly lane: string;
  readonly domain: DomainLimits;
  readonly share: Share;
  size = 0;
  /** True while it is out of the ring because its domain may not start anything. */
  isParked = false;
  /** Its place among the lane's strands that may run. */
  place: Place<Strand> | undefined;
  readonly tasks = new Map<number, TaskLine>();
  readonly turns = new Ring<TaskLine>();

  constructor(lane: string, domain: DomainLimits, share: Share) {
    this.lane = lane;
    this.domain = domain;
    this.share = share;
  }
}

type Lane = { readonly strands: Map<DomainLimits, Strand>; readonly turns: Ring<Strand>; place: Place<Lane> | undefined };

/**
 * What waits for a node. Three rings in each other share out the turns, one URL at a time: lanes, within
 * a lane domains, within those tasks. So ten URLs never wait behind a million, whoever's these are, and a
 * domain that is held up is taken out of the rings and costs the others nothing. All O(1).
 */
export class NodeQueue {
  size = 0;
  readonly #lanes = new Map<string, Lane>();
  readonly #turns = new Ring<Lane>();

  add(run: Run, domain: DomainLimits, share: Share): void {
    const strand = this.#strand(run.item.lane, domain, share);
    this.#line(strand, run.item.task).runs.push(run);
    this.#grow(strand, run.item.urls.length);
  }

  /** A URL that was begun and must wait for its next request. */
  addAgain(pull: Pull, domain: DomainLimits, share: Share): void {
    const { lane, task } = pull.run.item;
    const strand = this.#strand(lane, domain, share);
    this.#line(strand, task).again.push(pull);
    this.#grow(strand, 1);
  }

  /** The strand whose turn it is, of those that may run. */
  next(): Strand | undefined {
    return this.#turns.next()?.turns.next();
  }

  /** Takes the next URL of a strand that `next` gave. */
  take(strand: Strand): Pull | undefined {
    const line = strand.turns.next();
    if (line === undefined) return undefined;
    const pull = line.again.shift() ?? nextOf(line.runs);
    if (line.again.size === 0 && line.runs.size === 0 && line.place !== undefined) {
      strand.tasks.delete(line.task);
      strand.turns.remove(line.place);
    }
    if (pull === undefined) return undefined;
    this.size -= 1;
    strand.size -= 1;
    strand.domain.setWaiting(strand.share, strand.share.waiting - 1);
    if (strand.size === 0) this.#remove(strand);
    return pull;
  }

  park(strand: Strand): void {
    strand.isParked = true;
    this.#withdraw(strand);
  }

  unpark(strand: Strand): void {
    if (!strand.isParked) return;
    strand.isParked = false;
    this.#enter(strand);
  }

  unparkAll(): void {
    for (const lane of this.#lanes.values()) for (const strand of lane.strands.values()) this.unpark(strand);
  }

  #grow(strand: Strand, by: number): void {
    this.size += by;
    strand.size += by;
    strand.domain.setWaiting(strand.share, strand.share.waiting + by);
    if (!strand.isParked) this.#enter(strand);
  }

  #strand(laneName: string, domain: DomainLimits, share: Share): Strand {
    let lane = this.#lanes.get(laneName);
    if (lane === undefined) {
      lane = { strands: new Map(), turns: new Ring(), place: undefined };
      this.#lanes.set(laneName, lane);
    }
    let strand = lane.strands.get(domain);
    if (strand === undefined) {
      strand = new Strand(laneName, domain, share);
      lane.strands.set(domain, strand);
    }
    return strand;
  }

  #line(strand: Strand, task: number): TaskLine {
    const known = strand.tasks.get(task);
    if (known !== undefined) return known;
    const line: TaskLine = { task, runs: new Fifo(), again: new Fifo(), place: undefined };
    line.place = strand.turns.add(line);
    strand.tasks.set(task, line);
    return line;
  }

  #enter(strand: Strand): void {
    const lane = this.#lanes.get(strand.lane);
    if (lane === undefined || strand.place !== undefined) return;
    strand.place = lane.turns.add(strand);
    lane.place ??= this.#turns.add(lane);
  }

  #withdraw(strand: Strand): void {
    const lane = this.#lanes.get(strand.lane);
    if (lane === undefined || strand.place === undefined) return;
    lane.turns.remove(strand.place);
    strand.place = undefined;
    if (!lane.turns.isEmpty || lane.place === undefined) return;
    this.#turns.remove(lane.place);
    lane.place = undefined;
  }

  #remove(strand: Strand): void {
    this.#withdraw(strand);
    const lane = this.#lanes.get(strand.lane);
    if (lane === undefined) return;
    lane.strands.delete(strand.domain);
    if (lane.strands.size === 0) this.#lanes.delete(strand.lane);
  }
}

function nextOf(runs: Fifo<Run>): Pull | undefined {
  const run = runs.peek();
  const url = run?.next();
  if (run === undefined || url === undefined) return undefined;
  if (run.isDone) runs.shift();
  return new Pull(run, url);
}
