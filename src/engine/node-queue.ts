import { defaultPriority } from '../tasks/priority.ts';
import type { WorkItem } from '../tasks/work.ts';
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

/** One domain's part of a lane, of one priority: the smallest thing that a limit can hold up. */
export class Strand {
  readonly lane: string;
  readonly priority: number;
  readonly domain: DomainLimits;
  readonly share: Share;
  size = 0;
  /** True while it is out of the ring because its domain may not start anything. */
  isParked = false;
  /** Its place among the lane's strands that may run. */
  place: Place<Strand> | undefined;
  readonly tasks = new Map<number, TaskLine>();
  readonly turns = new Ring<TaskLine>();

  constructor(lane: string, priority: number, domain: DomainLimits, share: Share) {
    this.lane = lane;
    this.priority = priority;
    this.domain = domain;
    this.share = share;
  }
}

/** What is equally urgent in a lane. */
type Level = { readonly priority: number; readonly strands: Map<DomainLimits, Strand>; readonly turns: Ring<Strand> };

/** `levels`: the most urgent first, ten at most. */
type Lane = { readonly levels: Level[]; place: Place<Lane> | undefined };

/**
 * What waits for a node. Three rings in each other share out the turns, one URL at a time: lanes, within
 * a lane domains, within those tasks. So ten URLs never wait behind a million, whoever's these are, and a
 * domain that is held up is taken out of the rings and costs the others nothing. Within a lane the more urgent goes
 * before all else that may go; it takes no other lane's turn. All O(1).
 */
export class NodeQueue {
  size = 0;
  readonly #lanes = new Map<string, Lane>();
  readonly #turns = new Ring<Lane>();

  add(run: Run, domain: DomainLimits, share: Share): void {
    const strand = this.#strand(run.item, domain, share);
    this.#line(strand, run.item.task).runs.push(run);
    this.#grow(strand, run.item.urls.length);
  }

  /** A URL that was begun and must wait for its next request. */
  addAgain(pull: Pull, domain: DomainLimits, share: Share): void {
    const { item } = pull.run;
    const strand = this.#strand(item, domain, share);
    this.#line(strand, item.task).again.push(pull);
    this.#grow(strand, 1);
  }

  /** The strand whose turn it is, of those that may run. */
  next(): Strand | undefined {
    return this.#turns
      .next()
      ?.levels.find(({ turns }) => !turns.isEmpty)
      ?.turns.next();
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

  /** Forgets what waits of a task. */
  drop(task: number): void {
    for (const strand of this.#strands()) this.#dropLine(strand, task);
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
    for (const strand of this.#strands()) this.unpark(strand);
  }

  #dropLine(strand: Strand, task: number): void {
    const line = strand.tasks.get(task);
    if (line === undefined) return;
    strand.tasks.delete(task);
    if (line.place !== undefined) strand.turns.remove(line.place);
    let urls = line.again.size;
    for (const run of line.runs) urls += run.left;
    this.size -= urls;
    strand.size -= urls;
    strand.domain.setWaiting(strand.share, strand.share.waiting - urls);
    if (strand.size === 0) this.#remove(strand);
  }

  #grow(strand: Strand, by: number): void {
    this.size += by;
    strand.size += by;
    strand.domain.setWaiting(strand.share, strand.share.waiting + by);
    if (!strand.isParked) this.#enter(strand);
  }

  /** As they are now: what is done with each may take it out. */
  #strands(): Strand[] {
    return [...this.#lanes.values()].flatMap(({ levels }) => levels.flatMap(({ strands }) => [...strands.values()]));
  }

  #strand({ lane: laneName, priority = defaultPriority }: WorkItem, domain: DomainLimits, share: Share): Strand {
    let lane = this.#lanes.get(laneName);
    if (lane === undefined) {
      lane = { levels: [], place: undefined };
      this.#lanes.set(laneName, lane);
    }
    const { strands } = levelOf(lane, priority);
    let strand = strands.get(domain);
    if (strand === undefined) {
      strand = new Strand(laneName, priority, domain, share);
      strands.set(domain, strand);
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
    // One whose work was dropped while it was parked has nothing to run.
    if (lane === undefined || strand.place !== undefined || strand.size === 0) return;
    strand.place = levelOf(lane, strand.priority).turns.add(strand);
    lane.place ??= this.#turns.add(lane);
  }

  #withdraw(strand: Strand): void {
    const lane = this.#lanes.get(strand.lane);
    if (lane === undefined || strand.place === undefined) return;
    levelOf(lane, strand.priority).turns.remove(strand.place);
    strand.place = undefined;
    if (lane.place === undefined || lane.levels.some(({ turns }) => !turns.isEmpty)) return;
    this.#turns.remove(lane.place);
    lane.place = undefined;
  }

  #remove(strand: Strand): void {
    this.#withdraw(strand);
    const lane = this.#lanes.get(strand.lane);
    if (lane === undefined) return;
    levelOf(lane, strand.priority).strands.delete(strand.domain);
    if (lane.levels.every(({ strands }) => strands.size === 0)) this.#lanes.delete(strand.lane);
  }
}

function levelOf({ levels }: Lane, priority: number): Level {
  const known = levels.find((level) => level.priority === priority);
  if (known !== undefined) return known;
  const level: Level = { priority, strands: new Map(), turns: new Ring() };
  levels.push(level);
  levels.sort((a, b) => b.priority - a.priority);
  return level;
}

function nextOf(runs: Fifo<Run>): Pull | undefined {
  const run = runs.peek();
  const url = run?.next();
  if (run === undefined || url === undefined) return undefined;
  if (run.isDone) runs.shift();
  return new Pull(run, url);
}
