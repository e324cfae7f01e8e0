import { addTally, noTally, type Tally } from './tally.ts';

/** The finest stretch that figures are kept in. */
export const stretchS = 30;
/** An hour, and the stretch that has just begun. */
const stretches = 3600 / stretchS + 1;

type Stretch = { at: number; readonly byDomain: Map<string, Map<string, Tally>> };

export type HourQuery = {
  domains: ReadonlySet<string>;
  nodes?: ReadonlySet<string>;
  /** A multiple of `stretchS`. */
  periodS: number;
  nowS: number;
  /** What the sums are taken apart by. */
  by: 'all' | 'node' | 'domain';
};

export type Period = { beginS: number; tally: Tally };

/** The last hour, in stretches; in memory only, so that a start begins with nothing. What nobody did takes no room. */
export class LastHour {
  readonly #ring: (Stretch | undefined)[] = Array.from({ length: stretches }, () => undefined);

  at(domain: string, node: string, nowS: number): Tally {
    const stretch = this.#stretch(Math.floor(nowS / stretchS));
    const nodes = stretch.byDomain.get(domain) ?? new Map<string, Tally>();
    stretch.byDomain.set(domain, nodes);
    const tally = nodes.get(node) ?? noTally();
    nodes.set(node, tally);
    return tally;
  }

  /** By name of what they are taken apart by (one, empty, for all): periods in order, those without anything too. */
  read({ domains, nodes, periodS, nowS, by }: HourQuery): ReadonlyMap<string, readonly Period[]> {
    const firstS = Math.floor((nowS - 3600) / periodS + 1) * periodS;
    const count = Math.floor(nowS / periodS) - firstS / periodS + 1;
    const series = new Map<string, Period[]>();
    const periodsOf = (name: string): Period[] => {
      const known =
        series.get(name) ?? Array.from({ length: count }, (_, place) => ({ beginS: firstS + place * periodS, tally: noTally() }));
      series.set(name, known);
      return known;
    };
    if (by === 'all') periodsOf('');
    for (const stretch of this.#ring) {
      if (stretch === undefined) continue;
      const place = Math.floor((stretch.at * stretchS - firstS) / periodS);
      for (const [domain, byNode] of stretch.byDomain) {
        if (place < 0 || place >= count || !domains.has(domain)) continue;
        for (const [node, tally] of byNode) {
          if (nodes !== undefined && !nodes.has(node)) continue;
          const period = periodsOf(by === 'node' ? node : by === 'domain' ? domain : '')[place];
          if (period !== undefined) addTally(period.tally, tally);
        }
      }
    }
    return series;
  }

  #stretch(at: number): Stretch {
    const place = at % stretches;
    const known = this.#ring[place];
    if (known?.at === at) return known;
    const fresh: Stretch = { at, byDomain: new Map() };
    this.#ring[place] = fresh;
    return fresh;
  }
}
