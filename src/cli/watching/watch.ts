import type { Client } from '../../client/client.ts';
import { mayPass } from '../../client/wait.ts';
import { sleep } from '../../client/sleep.ts';
import { writeLines } from '../common.ts';
import { exitCodes, type ExitCode } from '../errors.ts';
import { errorText } from '../errortext.ts';
import { Interrupted, interruptible } from '../interrupt.ts';
import { widthOf, type Io } from '../io.ts';
import { LiveScreen } from '../screen/livescreen.ts';
import { styleOf } from '../screen/style.ts';
import { printable } from '../screen/text.ts';
import { shownTime } from '../screen/times.ts';
import { boardLines, type Screen } from './board.ts';
import { changeLine, Changes } from './changes.ts';
import { TaskLooks, type Look, type TaskRequest } from './look.ts';

export type WatchTasksOptions = { readonly json?: true; readonly everyMs?: number };

/**
 * Shows a list of tasks as it changes, until Ctrl-C: a table on a terminal, a line for each change elsewhere. A server that
 * goes away once it was seen is waited for. Rejects with a ClientError that does not pass by itself.
 */
export async function watchTasks(client: Client, request: TaskRequest, options: WatchTasksOptions, io: Io): Promise<ExitCode> {
  const looks = new TaskLooks(client, request);
  const view = viewFor(io, options);
  let isSeen = false;
  try {
    return await interruptible(async (signal): Promise<never> => {
      for (;;) {
        try {
          view.show(await looks.next(signal));
          isSeen = true;
        } catch (error) {
          if (!isSeen || !mayPass(error)) throw error;
          looks.startAnew();
          view.away(error);
        }
        await sleep(options.everyMs ?? 1000, signal);
      }
    });
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    // That is how it ends.
    return exitCodes.succeeded;
  } finally {
    view.end();
  }
}

type View = { show(look: Look): void; away(error: unknown): void; end(): void };

function viewFor(io: Io, { json }: WatchTasksOptions): View {
  const { stdout, env } = io;
  return json !== true && stdout.isTTY === true && env['TERM'] !== 'dumb' ? new Board(io) : new Lines(io, json === true);
}

class Board implements View {
  readonly #io: Io;
  readonly #screen: LiveScreen;
  readonly #redraw = (): void => this.#draw();
  #look: Look | undefined;
  #trouble: string | undefined;

  constructor(io: Io) {
    this.#io = io;
    this.#screen = new LiveScreen(io.stdout);
    io.stdout.on?.('resize', this.#redraw);
  }

  show(look: Look): void {
    this.#look = look;
    this.#trouble = undefined;
    this.#draw();
  }

  away(error: unknown): void {
    this.#trouble ??= troubleLine(error);
    this.#draw();
  }

  /** The last state stays behind, where the next prompt comes. */
  end(): void {
    this.#io.stdout.off?.('resize', this.#redraw);
    this.#screen.close();
    if (this.#look !== undefined) writeLines(this.#io, boardLines(this.#look, this.#trouble, this.#size()).slice(0, -1));
  }

  #draw(): void {
    if (this.#look !== undefined) this.#screen.show(boardLines(this.#look, this.#trouble, this.#size()));
  }

  #size(): Screen {
    const { stdout, env } = this.#io;
    return { columns: widthOf(stdout, env), rows: stdout.rows ?? 24, style: styleOf(stdout, env), env };
  }
}

/** For pipes and files: each change as a line of its own, so that what reads them needs no memory. */
class Lines implements View {
  readonly #io: Io;
  readonly #isJson: boolean;
  readonly #changes = new Changes();
  #isAway = false;

  constructor(io: Io, isJson: boolean) {
    this.#io = io;
    this.#isJson = isJson;
  }

  show(look: Look): void {
    this.#isAway = false;
    const changed = this.#changes.since(look);
    writeLines(
      this.#io,
      changed.map((task) => (this.#isJson ? JSON.stringify(task) : changeLine(task, look.atMs))),
    );
  }

  away(error: unknown): void {
    if (!this.#isAway) this.#io.stderr.write(`forewarm: ${troubleLine(error)}\n`);
    this.#isAway = true;
  }

  end(): void {}
}

function troubleLine(error: unknown): string {
  return `${shownTime(Date.now() / 1000)}  ${printable(errorText(error).message)}; trying again`;
}
