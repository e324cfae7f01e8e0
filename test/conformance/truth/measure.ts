import { setTimeout as delay } from 'node:timers/promises';
import { Agent } from 'undici';
import { isUnavailable } from '../../../lab/programs.ts';
import { columns, type Column } from './caches.ts';
import { startTruthOrigin } from './origin.ts';
import { rowGroups } from './rows.ts';
import { Trial, type Measured } from './trial.ts';

/** Seconds after which an object with max-age=2 has expired, in every cache's way of counting whole seconds. */
const expiryMs = 3200;

export type Table = readonly { readonly column: Column; readonly measured: readonly Measured[] }[];

/** Runs all rows on all caches that are on this machine, each started once. */
export async function measureTable(): Promise<Table> {
  const here = columns.filter(({ server }) => !isUnavailable(server));
  return Promise.all(here.map(async (column) => ({ column, measured: await measure(column) })));
}

async function measure(column: Column): Promise<Measured[]> {
  await using origin = await startTruthOrigin();
  await using edge = await column.start({ upstream: origin.port });
  const agent = new Agent({ connections: aside });
  try {
    const rows = rowGroups.flatMap((group) => group.rows);
    const trials = rows.map((row, index) => new Trial(row, `/r${index}`, { column, origin, edge, agent }));
    const expiring = trials.filter(({ row }) => row.before === 'expired');
    const others = trials.filter((trial) => !expiring.includes(trial));
    // One right after the other: what a cache says depends on how old a copy is.
    const measured = await asideOneAnother(others, async (trial) => {
      await trial.prepare();
      return trial.run();
    });
    // By themselves, so that not much more time goes by: Varnish's grace is 10 s.
    await asideOneAnother(expiring, (trial) => trial.prepare());
    await delay(expiryMs);
    measured.push(...(await asideOneAnother(expiring, (trial) => trial.run())));
    return measured.sort((one, other) => rows.indexOf(one.row) - rows.indexOf(other.row));
  } finally {
    await agent.close();
  }
}

/** So many at once: few enough that none waits for another's connection. */
const aside = 8;

async function asideOneAnother<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < all.length; at += aside) results.push(...(await Promise.all(all.slice(at, at + aside).map(work))));
  return results;
}
