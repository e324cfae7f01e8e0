import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test, vi } from 'vitest';
import { findServer, isUnavailable } from '../../../lab/programs.ts';
import { runCli, TemporaryFolder } from '../testing/cli.ts';
import { Pty } from '../testing/pty.ts';

// Each of the real shells, on a terminal where keys are pressed, with what `forewarm completion` prints.

vi.setConfig({ testTimeout: 120_000 });

const run = promisify(execFile);
const main = new URL('../../main.ts', import.meta.url).pathname;
const tab = '\t';
const prompt = 'ready> ';

/** A home with a `forewarm` to be found, and a file to be named. */
class Home implements Disposable {
  readonly #folder = new TemporaryFolder();
  readonly path = this.#folder.path;
  readonly env: Readonly<Record<string, string>>;

  constructor() {
    const bin = join(this.path, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'forewarm'), `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`);
    chmodSync(join(bin, 'forewarm'), 0o755);
    writeFileSync(join(this.path, 'some urls.txt'), '');
    this.env = { PATH: `${bin}:${process.env['PATH'] ?? ''}`, HOME: this.path, XDG_CACHE_HOME: join(this.path, '.cache') };
  }

  write(name: string, text: string): string {
    const path = join(this.path, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, text);
    return path;
  }

  shell(program: string, args: readonly string[]): Pty {
    return new Pty(program, args, { cwd: this.path, env: this.env, columns: 120, rows: 40 });
  }

  [Symbol.dispose](): void {
    this.#folder[Symbol.dispose]();
  }
}

const shellSetups = {
  bash(home: Home): Pty {
    const rc = home.write('.bashrc', `PS1='${prompt}'\nbind 'set bell-style none'\neval "$(forewarm completion bash)"\n`);
    return home.shell(findServer('bash'), ['--noprofile', '--rcfile', rc, '-i']);
  },
  zsh(home: Home): Pty {
    home.write('.zshrc', `PS1='${prompt}'\nunsetopt beep\nautoload -Uz compinit && compinit -u\neval "$(forewarm completion zsh)"\n`);
    return home.shell(findServer('zsh'), ['-i']);
  },
  fish(home: Home): Pty {
    home.write(
      '.config/fish/config.fish',
      `function fish_prompt; echo -n '${prompt}'; end\nset -g fish_greeting\nset -g fish_autosuggestion_enabled 0\nforewarm completion fish | source\n`,
    );
    return home.shell(findServer('fish'), ['-i']);
  },
};

/** The line being typed: from its prompt on. */
function typed(screen: readonly string[]): string {
  return screen.findLast((line) => line.startsWith(prompt.trimEnd()))?.slice(prompt.length) ?? '';
}

for (const name of ['bash', 'zsh', 'fish'] as const) {
  describe.skipIf(isUnavailable(name)).concurrent(`${name} completes`, () => {
    test.each([
      ['the name of a command', 'forewarm aud', 'forewarm audit'],
      ['that of a command below', 'forewarm nodes und', 'forewarm nodes undrain'],
      ['an option', 'forewarm tasks --wa', 'forewarm tasks --watch'],
      ['an option of a command below', 'forewarm keys rotate --gr', 'forewarm keys rotate --grace'],
      ['the value of an option', 'forewarm tasks --status fai', 'forewarm tasks --status failure'],
      ['a value behind =', 'forewarm tasks --status=fai', 'forewarm tasks --status=failure'],
      ['an argument', 'forewarm completion z', 'forewarm completion zsh'],
      ['a file, whose name has a space', 'forewarm prefetch --file some', String.raw`forewarm prefetch --file some\ urls.txt`],
      ['a file behind =', 'forewarm prefetch --file=some', String.raw`forewarm prefetch --file=some\ urls.txt`],
    ])('%s', async (_, begun, whole) => {
      using home = new Home();
      await using shell = shellSetups[name](home);
      await shell.until((screen) => typed(screen) === '' && screen.at(-1)?.startsWith(prompt.trimEnd()) === true);
      shell.write(`${begun}${tab}`);
      const screen = await shell.until((lines) => typed(lines).trimEnd() === whole);
      expect(typed(screen).trimEnd()).toBe(whole);
    });

    test('lists what may follow', async () => {
      using home = new Home();
      await using shell = shellSetups[name](home);
      await shell.until((screen) => screen.at(-1)?.startsWith(prompt.trimEnd()) === true);
      shell.write(`forewarm re${tab}${tab}`);
      const commands = ['refresh', 'resume', 'retry'];
      const screen = await shell.until((lines) => commands.every((word) => lines.join('\n').includes(word)));
      expect(screen.join('\n')).not.toContain('prefetch');
    });
  });
}

describe('What a shell is given', () => {
  test.skipIf(isUnavailable('bash'))('runs nothing of what is being typed', async () => {
    using home = new Home();
    await using shell = shellSetups.bash(home);
    await shell.until((screen) => screen.at(-1)?.startsWith(prompt.trimEnd()) === true);
    shell.write(`forewarm prefetch $(touch ran) --la${tab}`);
    await shell.until((screen) => typed(screen).includes('--layer'));
    await expect(run('ls', ['ran'], { cwd: home.path })).rejects.toThrow('ran');
  });

  test('is refused for a shell that is not known, with those that are', async () => {
    expect(await runCli(['completion', 'tcsh'])).toMatchObject({ code: 2, stderr: expect.stringContaining('bash, zsh, fish') });
  });
});
