import { maxUrlBytes } from '../../../tasks/url.ts';
import { attribute } from './attribute-list.ts';

/**
 * What EXT-X-DEFINE defines, and `{$NAME}` stands for in URIs (draft-pantos-hls-rfc8216bis §4.3 and §4.4.2.3).
 * A URI whose variable were left as it stands would be one that no player asks for.
 */
export class Variables {
  readonly #values = new Map<string, string>();
  readonly #playlistUrl: string;
  readonly #parent: Variables | undefined;

  /** `parent`: those of the playlist that named this one, which it may import from. */
  constructor(playlistUrl: string, parent?: Variables) {
    this.#playlistUrl = playlistUrl;
    this.#parent = parent;
  }

  /** Takes the attributes of a definition. One that gives no value defines nothing. */
  define(attributes: string): void {
    const name = attribute(attributes, 'NAME');
    const imported = attribute(attributes, 'IMPORT');
    const parameter = attribute(attributes, 'QUERYPARAM');
    if (name !== undefined) this.#set(name, this.filled(attribute(attributes, 'VALUE') ?? ''));
    else if (imported !== undefined) this.#set(imported, this.#parent?.value(imported));
    else if (parameter !== undefined) this.#set(parameter, queryParameter(this.#playlistUrl, parameter));
  }

  /**
   * The text with each variable's value in its place; undefined where one is not defined, or where that would be
   * longer than any URL may be: values that hold each other's could fill the memory.
   */
  filled(text: string): string | undefined {
    if (!text.includes('{$')) return text;
    let filled = '';
    let at = 0;
    for (const reference of text.matchAll(/\{\$([\w-]+)\}/g)) {
      const value = this.value(reference[1] ?? '');
      if (value === undefined) return undefined;
      filled += text.slice(at, reference.index) + value;
      if (filled.length > maxUrlBytes) return undefined;
      at = reference.index + reference[0].length;
    }
    return filled + text.slice(at);
  }

  value(name: string): string | undefined {
    return this.#values.get(name);
  }

  #set(name: string, value: string | undefined): void {
    if (value !== undefined) this.#values.set(name, value);
  }
}

function queryParameter(url: string, name: string): string | undefined {
  // Percent-decoded and no more: in a token a + is a plus.
  const query = URL.parse(url)?.search.replaceAll('+', '%2B');
  return new URLSearchParams(query).get(name) ?? undefined;
}
