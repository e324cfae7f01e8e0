import { spawn, type IPty } from '@lydell/node-pty';
import xterm from '@xterm/headless';

export type PtyOptions = {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly columns?: number;
  readonly rows?: number;
};

const patienceMs = 60_000;

/** A program on a pseudo-terminal of the kernel's, with what an emulator of a terminal makes of what it writes. */
export class Pty implements AsyncDisposable {
  /** Exit code, once all that it wrote is on the screen. */
  readonly ended: Promise<number>;
  readonly #pty: IPty;
  readonly #terminal: xterm.Terminal;
  #readers: (() => void)[] = [];
  #hasEnded = false;
  /** Writes that the emulator has not taken in. */
  #open = 0;

  constructor(program: string, args: readonly string[], { env = {}, cwd, columns = 80, rows = 24 }: PtyOptions = {}) {
    this.#terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
    this.#pty = spawn(program, [...args], {
      name: 'xterm-256color',
      cols: columns,
      rows,
      env: { PATH: process.env['PATH'] ?? '', TZ: 'UTC', LANG: 'C.UTF-8', ...env },
      ...(cwd !== undefined && { cwd }),
    });
    // Some programs ask the terminal what it is, and wait for its answer.
    this.#terminal.onData((answer) => this.write(answer));
    this.#pty.onData((text) => {
      this.#open += 1;
      this.#terminal.write(text, () => {
        this.#open -= 1;
        this.#heard();
      });
    });
    this.ended = new Promise((resolve) => {
      this.#pty.onExit(({ exitCode }) => {
        this.#hasEnded = true;
        this.#heard();
        void this.until(() => this.#open === 0).then(() => resolve(exitCode));
      });
    });
  }

  write(keys: string): void {
    if (!this.#hasEnded) this.#pty.write(keys);
  }

  resize(columns: number, rows: number): void {
    // First the screen, as with a window that is dragged: the program hears of it afterwards.
    this.#terminal.resize(columns, rows);
    this.#pty.resize(columns, rows);
  }

  /** What a user sees, without spaces at the ends and empty lines below. */
  get screen(): string[] {
    const { buffer, cols, rows } = this.#terminal;
    const { active } = buffer;
    // The emulator keeps what stood beyond a window that was made narrower.
    const lineAt = (row: number): string =>
      active
        .getLine(active.viewportY + row)
        ?.translateToString(false, 0, cols)
        .trimEnd() ?? '';
    const lines = Array.from({ length: rows }, (_, row) => lineAt(row));
    return lines.slice(0, lines.findLastIndex((line) => line !== '') + 1);
  }

  /** Resolves once it is so on the screen; rejects with the screen when the program ends before, or it takes too long. */
  async until(isSo: (screen: readonly string[]) => boolean): Promise<readonly string[]> {
    const late = AbortSignal.timeout(patienceMs);
    const isLate = new Promise<void>((resolve) => late.addEventListener('abort', () => resolve(), { once: true }));
    for (;;) {
      const { screen } = this;
      if (isSo(screen)) return screen;
      const why = this.#hasEnded && this.#open === 0 ? 'ended' : late.aborted ? `${patienceMs} ms went by` : undefined;
      if (why !== undefined) throw new Error(`${why} before it showed that:\n${screen.join('\n')}`);
      await Promise.race([isLate, new Promise<void>((resolve) => this.#readers.push(resolve))]);
    }
  }

  async shows(pattern: RegExp): Promise<readonly string[]> {
    return await this.until((screen) => pattern.test(screen.join('\n')));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#hasEnded) this.#pty.kill('SIGKILL');
    await this.ended;
    this.#terminal.dispose();
  }

  #heard(): void {
    for (const reader of this.#readers.splice(0)) reader();
  }
}
