import { childrenOf, type Element } from './mpd.ts';
import { optionalDurationNs } from './numbers.ts';

/** A Period, placed in the presentation; times in ns from its zero point. */
export type Period = {
  readonly element: Element;
  /** For people: `Period 2`, `Period "ads"`. */
  readonly label: string;
  readonly startNs: bigint;
  /** Undefined: not known yet, or not told. */
  readonly endNs: bigint | undefined;
};

export type Periods = {
  readonly placed: readonly Period[];
  /** Those whose place can't be told: of a live manifest, announced ahead of their time. */
  readonly unplaced: readonly string[];
};

/** Where Periods begin and end (ISO/IEC 23009-1 §5.3.2.1). Throws `MpdFault`. */
export function periodsOf(mpd: Element): Periods {
  const elements = childrenOf(mpd, 'Period');
  const starts: (bigint | undefined)[] = [];
  let previousEndNs: bigint | undefined = mpd.attributes['type'] === 'dynamic' ? undefined : 0n;
  for (const { attributes } of elements) {
    const startNs = optionalDurationNs('Period@start', attributes['start']) ?? previousEndNs;
    const durationNs = optionalDurationNs('Period@duration', attributes['duration']);
    previousEndNs = startNs === undefined || durationNs === undefined ? undefined : startNs + durationNs;
    starts.push(startNs);
  }
  const totalNs = optionalDurationNs('MPD@mediaPresentationDuration', mpd.attributes['mediaPresentationDuration']);
  const placed: Period[] = [];
  const unplaced: string[] = [];
  for (const [at, element] of elements.entries()) {
    const { id, duration } = element.attributes;
    const label = id === undefined ? `Period ${at + 1}` : `Period "${id.slice(0, 40)}"`;
    const startNs = starts[at];
    const durationNs = optionalDurationNs('Period@duration', duration);
    if (startNs === undefined) unplaced.push(label);
    else if (durationNs !== undefined) placed.push({ element, label, startNs, endNs: startNs + durationNs });
    else placed.push({ element, label, startNs, endNs: at === elements.length - 1 ? totalNs : starts[at + 1] });
  }
  return { placed, unplaced };
}
