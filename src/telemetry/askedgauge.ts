import { Gauge } from 'prom-client';

/** A figure that somebody has to be asked for at each scrape. `onFault`: told why it could not be read. */
export type AskedFigure = { name: string; help: string; ask: () => Promise<number>; onFault: (fault: unknown) => void };

/** What can't be read is left out: the rest of the page is needed most just then. */
export function askedGauge({ name, help, ask, onFault }: AskedFigure): Gauge {
  return new Gauge({
    name,
    help,
    registers: [],
    async collect() {
      try {
        this.set(await ask());
      } catch (fault) {
        this.remove();
        onFault(fault);
      }
    },
  });
}
