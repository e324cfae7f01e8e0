import type { Argument, Command, Option } from 'commander';

/** What may stand in the place of the last word, and whether that may be a file as well. */
export type Completion = { readonly candidates: readonly Candidate[]; readonly files: boolean };
export type Candidate = { readonly value: string; readonly meaning: string };

/**
 * Completes the last of some words (without the program's own; empty where nothing is typed yet), by the tree of commands
 * alone: what a command has, it completes.
 */
export function complete(program: Command, words: readonly string[]): Completion {
  const current = words.at(-1) ?? '';
  const place = placeAfter(program, words.slice(0, -1));
  const found = whatFits(place, current);
  return { ...found, candidates: found.candidates.filter(({ value }) => value.startsWith(current)) };
}

type Place = {
  readonly command: Command;
  /** The option whose value comes next. */
  readonly option?: Option;
  readonly operands: number;
  /** After `--`. */
  readonly isOperandsOnly: boolean;
};

function placeAfter(program: Command, words: readonly string[]): Place {
  let place: Place = { command: program, operands: 0, isOperandsOnly: false };
  for (const word of words) place = placeBehind(place, word);
  return place;
}

function placeBehind({ option, ...place }: Place, word: string): Place {
  if (option !== undefined) return place;
  if (place.isOperandsOnly) return { ...place, operands: place.operands + 1 };
  if (word === '--') return { ...place, isOperandsOnly: true };
  if (word.startsWith('-') && word !== '-') {
    const named = optionNamed(place.command, word);
    return named?.required === true ? { ...place, option: named } : place;
  }
  const below = place.operands === 0 ? commandsOf(place.command).find((one) => namesOf(one).includes(word)) : undefined;
  if (below === undefined) return { ...place, operands: place.operands + 1 };
  // It is followed by what may stand in its own place.
  return below.name() === 'help' ? place : { ...place, command: below };
}

function whatFits({ command, option, operands, isOperandsOnly }: Place, current: string): Completion {
  if (option !== undefined) return valuesOf(option);
  const [, name, equals] = isOperandsOnly ? [] : (/^(--[^=]+)(=)?/.exec(current) ?? []);
  if (name !== undefined && equals !== undefined) {
    const named = optionNamed(command, name);
    if (named === undefined) return nothing;
    const { candidates, files } = valuesOf(named);
    return { files, candidates: candidates.map(({ value, meaning }) => ({ value: `${name}=${value}`, meaning })) };
  }
  if (current.startsWith('-') && !isOperandsOnly) {
    const meaningOf = new Map(optionsOf(command).flatMap((one) => namesOfOption(one).map((each) => [each, one.description] as const)));
    return { files: false, candidates: [...meaningOf].map(([value, meaning]) => ({ value, meaning })) };
  }
  const argument = command.registeredArguments[operands] ?? command.registeredArguments.findLast((one) => one.variadic);
  const { candidates, files } = argument === undefined ? nothing : valuesOf(argument);
  const below = operands === 0 && !isOperandsOnly ? commandsOf(command) : [];
  return {
    files,
    candidates: [
      ...below.map((one) => ({ value: one.name(), meaning: one.summary() === '' ? one.description() : one.summary() })),
      ...candidates,
    ],
  };
}

const nothing: Completion = { candidates: [], files: false };

/** By the choices that it has, a range such as `<0-9>` in its name, or `<file>`. */
function valuesOf(taker: Option | Argument): Completion {
  const name = 'flags' in taker ? taker.flags : `<${taker.name()}>`;
  const [, first, last] = /<(\d)-(\d)>/.exec(name) ?? [];
  const range = first === undefined ? [] : Array.from({ length: Number(last) - Number(first) + 1 }, (_, at) => String(Number(first) + at));
  return {
    candidates: (taker.argChoices ?? range).map((value) => ({ value, meaning: taker.description })),
    files: /<file(\.\.\.)?>/.test(name),
  };
}

function optionNamed(command: Command, word: string): Option | undefined {
  return optionsOf(command).find((one) => namesOfOption(one).includes(word));
}

function optionsOf(command: Command): Option[] {
  return command.createHelp().visibleOptions(command);
}

function namesOfOption({ short, long }: Option): string[] {
  return [long, short].filter((name) => name !== undefined && name !== null);
}

function commandsOf(command: Command): Command[] {
  return command.createHelp().visibleCommands(command);
}

function namesOf(command: Command): string[] {
  return [command.name(), ...command.aliases()];
}
