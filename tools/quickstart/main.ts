import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { startDemo, type Demo } from './demo.ts';
import { invite } from './invite.ts';
import { prove } from './proof.ts';
import { bad, screen } from './screen.ts';
import { warm } from './warm.ts';

// The programme of ./quickstart.

const { isOnce } = readArguments();
// Ctrl-C ends first what was started. A second one ends this process at once, and lab/reaper.sh the rest.
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stop.abort(new Error('stopped')));
process.exitCode = await run(stop.signal);

/** Resolves to the exit code. */
async function run(signal: AbortSignal): Promise<number> {
  screen.title('forewarm quickstart');
  await using demo = await startDemo();
  screen.line(`origin     nginx           ${demo.origin.address}`);
  screen.line(`edge-a     nginx, empty    ${demo.edge.address}`);
  screen.line(`forewarm   serve           ${demo.forewarm.endpoint}`);
  const isRight = await showAll(demo, signal);
  if (isRight && !isOnce && !signal.aborted) {
    invite(demo);
    await Promise.race([once(signal, 'abort'), demo.forewarm.exited()]);
  }
  if (signal.aborted) {
    screen.line();
    screen.line('Ending all that was started.');
    return isRight ? 0 : 130;
  }
  if (isOnce && isRight) return 0;
  screen.line(`${bad('Something went wrong.')} The end of forewarm's log:\n${demo.forewarm.log().slice(-4000)}`);
  return 1;
}

async function showAll(demo: Demo, signal: AbortSignal): Promise<boolean> {
  try {
    const isWarm = await warm(demo, signal);
    return (await prove(demo)) && isWarm;
  } catch (error) {
    if (!signal.aborted) screen.line(bad(error instanceof Error ? error.message : String(error)));
    return false;
  }
}

function readArguments(): { isOnce: boolean } {
  try {
    return { isOnce: parseArgs({ options: { once: { type: 'boolean', default: false } } }).values.once };
  } catch (error) {
    console.error(`quickstart: ${error instanceof Error ? error.message : String(error)}\nusage: ./quickstart [--once]`);
    return process.exit(2);
  }
}
