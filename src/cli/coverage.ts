import type { Command } from 'commander';
import type { TaskCoverage } from '../client/coverage.ts';
import { withClientOptions, withExamples, writeJson, writeLines, type ClientOptions, type Context } from './common.ts';
import { coverageLines, missingHint, missingLines } from './coveragetable.ts';
import { exitCodes, type ExitCode } from './errors.ts';
import { Interrupted, interruptible } from './interrupt.ts';
import { widthOf, type Io } from './io.ts';
import { LiveLine } from './screen/liveline.ts';
import { shownCount } from './screen/quantities.ts';
import { styleOf } from './screen/style.ts';
import { shortened } from './screen/text.ts';

type CoverageOptions = ClientOptions & { readonly missing?: true };

export function register(program: Command, { io, endWith }: Context): void {
  const command = program
    .command('coverage')
    .summary('ask the nodes of a task what they still have of it')
    .description('Asks the nodes of a task what they still have of its URLs: there, expired or gone. Nothing is fetched by it.')
    .argument('<id>', 'the task')
    .option('--missing', 'list what is expired or gone');
  withExamples(
    withClientOptions(command),
    [
      ['forewarm coverage ID', 'what share is there, by node'],
      ['forewarm coverage ID --missing', 'and which URLs are not'],
      ['forewarm coverage ID --json', 'the same for a program'],
    ],
    'Ends with 0 when everything is there and fresh on every node, else with 1.',
  ).action(async (id: string, options: CoverageOptions) => endWith(await coverage(id, options, io)));
}

async function coverage(id: string, options: CoverageOptions, io: Io): Promise<ExitCode> {
  const { connect } = await import('./connect.ts');
  const { checkCoverage } = await import('../client/coverage.ts');
  const client = await connect(io, options);
  const progress = progressLine(io);
  let found: TaskCoverage;
  try {
    found = await interruptible((signal) => checkCoverage(client, id, { signal, onProgress: progress.show }));
  } catch (error) {
    if (error instanceof Interrupted) return exitCodes.interrupted;
    throw error;
  } finally {
    progress.clear();
  }
  if (options.json === true) writeJson(io, jsonOf(id, found, options));
  else {
    const style = styleOf(io.stdout, io.env);
    const width = widthOf(io.stdout, io.env);
    const isListed = options.missing === true;
    const list = isListed ? missingLines(found, width, style) : [];
    writeLines(io, [...coverageLines(id, found, width, style), ...list, ...missingHint(found, isListed, width, style)]);
  }
  return isAllFresh(found) ? exitCodes.succeeded : exitCodes.failed;
}

/** Without --missing only how much it is: it may be long. */
function jsonOf(TaskId: string, { MissingList, MissingLeftOut, ...counts }: TaskCoverage, { missing }: CoverageOptions): object {
  return { TaskId, ...counts, ...(missing === true && { MissingList, MissingLeftOut }) };
}

function isAllFresh({ UrlCount, NodeList }: TaskCoverage): boolean {
  return UrlCount > 0 && NodeList.every(({ Expired, Absent, Unknown }) => Expired + Absent + Unknown === 0);
}

/** On a terminal only: what is told on the way says nothing of the end. */
function progressLine({ stderr, env }: Io): { show: (asked: number, total: number) => void; clear: () => void } {
  if (stderr.isTTY !== true || env['TERM'] === 'dumb') return { show: () => {}, clear: () => {} };
  const line = new LiveLine(stderr);
  return {
    show: (asked, total) => line.show(shortened(`asked for ${shownCount(asked)} of ${shownCount(total)} lines`, widthOf(stderr, env) - 1)),
    clear: () => line.clear(),
  };
}
