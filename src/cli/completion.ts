import { Argument, type Command } from 'commander';
import { withExamples, writeLines, type Context } from './common.ts';
import { complete } from './completion/complete.ts';
import { answerOf, filesLine, scripts, shells, typedWords, type Shell } from './completion/shells.ts';

export function register(program: Command, { io }: Context): void {
  const command = program
    .command('completion')
    .summary('print what makes your shell complete forewarm')
    .description(
      'Prints what makes your shell complete commands, options and their values. The shell then asks this command each time, with the words typed so far.',
    )
    .addArgument(new Argument('<shell>', 'which shell').choices(shells))
    .argument('[word...]', 'after --: words of a command line; then only what the last of them may become is printed');
  withExamples(command, [
    ['eval "$(forewarm completion bash)"', 'for ~/.bashrc'],
    ['eval "$(forewarm completion zsh)"', 'for ~/.zshrc, after compinit'],
    ['forewarm completion fish | source', 'for ~/.config/fish/config.fish'],
    ['forewarm completion bash > /etc/bash_completion.d/forewarm', 'for all users of a machine'],
    ['forewarm completion fish -- tasks --st', 'what a shell asks'],
  ]).action((shell: Shell, words: readonly string[]) => {
    if (words.length === 0) io.stdout.write(scripts[shell]);
    else writeLines(io, answerLines(program, shell, typedWords(shell, words)));
  });
}

/** A candidate and its meaning a line, with a tab between. */
function answerLines(program: Command, shell: Shell, words: readonly string[]): string[] {
  const { candidates, files } = complete(program, words);
  const current = words.at(-1) ?? '';
  const lines = candidates.map(({ value, meaning }) => `${answerOf(shell, value, current)}\t${meaning.replaceAll(/\s+/g, ' ')}`);
  return files ? [...lines, filesLine] : lines;
}
