import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type ParsedNode, type YAMLError } from 'yaml';
import { faultAt, type Fault, type Place } from './fault.ts';
import { interpolate, type Sources } from './interpolate.ts';
import { joinPath, type Entry, type Leaf, type Scalar, type Tree } from './tree.ts';

export type ReadYaml = {
  /** Absent when the text is not YAML. */
  readonly tree?: Tree;
  readonly faults: readonly Fault[];
};

/** An alias may repeat a part, and parts of parts: a bound keeps nine lines from becoming a billion values. */
const maxValues = 200_000;

/** YAML text to a tree, `${…}` put in. `file` is how faults name it. */
export function readYaml(text: string, file: string, sources: Sources): ReadYaml {
  const lines = new LineCounter();
  const document = parseDocument(hideBraces(text), {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'error',
    stringKeys: true,
  });
  const placeOf = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const broken = [...document.errors, ...document.warnings];
  if (broken.length > 0) return { faults: broken.map((error) => faultAt(placeOf(error.pos[0]), sentence(error, text))) };
  const reader = new Reader(document, placeOf, sources);
  const tree = reader.read(document.contents, '', { file, line: 1, column: 1 });
  return { tree, faults: reader.faults };
}

class Reader {
  readonly faults: Fault[] = [];
  readonly #document: Document<ParsedNode>;
  readonly #placeOf: (offset: number) => Place;
  readonly #sources: Sources;
  /** Parts whose reading has begun; an alias to one of them would go round in a circle. */
  readonly #open = new Set<unknown>();
  #values = 0;

  constructor(document: Document<ParsedNode>, placeOf: (offset: number) => Place, sources: Sources) {
    this.#document = document;
    this.#placeOf = placeOf;
    this.#sources = sources;
  }

  /** `at` stands in for a value that is not written. */
  read(node: unknown, path: string, at: Place): Tree {
    this.#values += 1;
    if (isAlias(node)) return this.#alias(node.resolve(this.#document), node.source, path, this.#start(node.range, at));
    if (!isMap(node) && !isSeq(node)) {
      return isScalar(node) ? this.#leaf(node.value, path, this.#start(node.range, at)) : { kind: 'leaf', place: at, path, value: null };
    }
    const place = this.#start(node.range, at);
    this.#open.add(node);
    const tree: Tree = isMap(node)
      ? { kind: 'section', place, path, entries: this.#entries(node.items, path, place) }
      : { kind: 'list', place, path, items: node.items.map((item, index) => this.read(item, `${path}[${index}]`, place)) };
    this.#open.delete(node);
    return tree;
  }

  #entries(pairs: readonly { key: unknown; value: unknown }[], path: string, place: Place): Map<string, Entry> {
    const entries = new Map<string, Entry>();
    for (const pair of pairs) {
      const key = isScalar(pair.key) ? pair.key : undefined;
      const keyPlace = this.#start(key?.range, place);
      const name = typeof key?.value === 'string' ? showBraces(key.value) : '';
      entries.set(name, { keyPlace, value: this.read(pair.value, joinPath(path, name), keyPlace) });
    }
    return entries;
  }

  #alias(target: unknown, name: string, path: string, at: Place): Tree {
    const trouble = this.#aliasTrouble(target);
    if (trouble === undefined) return this.read(target, path, at);
    this.faults.push(faultAt(at, `${path}: the alias *${name} ${trouble}`));
    return { kind: 'leaf', place: at, path, value: null, unresolved: true };
  }

  #aliasTrouble(target: unknown): string | undefined {
    if (target === undefined) return 'repeats nothing: no &anchor of that name stands before it';
    if (this.#open.has(target)) return 'stands within what it repeats';
    return this.#values > maxValues ? 'makes this file too large' : undefined;
  }

  #leaf(value: unknown, path: string, place: Place): Leaf {
    if (typeof value !== 'string') return { kind: 'leaf', place, path, value: scalar(value) };
    const template = showBraces(value);
    if (!template.includes('${')) return { kind: 'leaf', place, path, value: template };
    const { text, faults } = interpolate(template, this.#sources);
    this.faults.push(...faults.map((fault) => faultAt(place, `${path} ${fault}`)));
    return { kind: 'leaf', place, path, value: text, template, ...(faults.length > 0 && { unresolved: true }) };
  }

  #start(range: readonly number[] | null | undefined, otherwise: Place): Place {
    const offset = range?.[0];
    return offset === undefined ? otherwise : this.#placeOf(offset);
  }
}

function scalar(value: unknown): Scalar {
  return typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

/**
 * In `{ secret: ${NAME}, … }` YAML takes the braces for a map of its own. So they, and what else has a
 * meaning between braces, go through the parser as characters of private use, one for one: places stay right.
 */
const disguised = '{}[],:#&*!|>\'"%@`';
const firstDisguise = 0xe000;

function hideBraces(text: string): string {
  return text.replaceAll(/\$\{[^{}\r\n]*\}/g, (match) =>
    match.replaceAll(/[{}[\],:#&*!|>'"%@`]/g, (char) => String.fromCharCode(firstDisguise + disguised.indexOf(char))),
  );
}

function showBraces(text: string): string {
  return text.replaceAll(/[\uE000-\uE010]/g, (char) => disguised.charAt(char.charCodeAt(0) - firstDisguise));
}

/** The parser's word, without what it quotes of the file: that may be a secret. */
function sentence(error: YAMLError, text: string): string {
  switch (error.code) {
    case 'DUPLICATE_KEY':
      return `the key ${/^[\w.-]{1,64}/.exec(text.slice(error.pos[0]))?.[0] ?? ''} stands here a second time`;
    case 'MULTIPLE_DOCS':
      return 'a second document begins here (---); accepted: one document a file';
    case 'TAB_AS_INDENT':
      return 'a tab indents this line; YAML takes spaces only';
    default:
      return `this is not YAML: ${showBraces(error.message).replace(/: ["'].*$|\. .*$/s, '')}`;
  }
}
