import { SaxesParser } from 'saxes';
import { SitemapFault } from './fault.ts';

/** What a document of the sitemap protocol (sitemaps.org, 0.9) is: a list of URLs, or of further documents. */
export type SitemapKind = 'urlset' | 'sitemapindex';

const entryOf: Readonly<Record<SitemapKind, string>> = { urlset: 'url', sitemapindex: 'sitemap' };
const maxDepth = 32;
/** Longer than any URL may be that is accepted. */
const maxLocation = 70_000;

/**
 * Reads the locations out of a sitemap, piece by piece: of XML those of its own entries (not those of pictures and
 * videos, which have another namespace), of a text every line. Refuses what no sitemap needs and attacks are made of.
 */
export class Locations {
  readonly #onLocation: (text: string) => void;
  readonly #decoder = new TextDecoder('utf-8');
  #reader: XmlReader | LineReader | undefined;

  constructor(onLocation: (text: string) => void) {
    this.#onLocation = onLocation;
  }

  /** A text is a list of URLs. */
  get kind(): SitemapKind {
    return this.#reader?.kind ?? 'urlset';
  }

  /** Throws a SitemapFault. */
  write(piece: Uint8Array): void {
    this.#take(this.#decoder.decode(piece, { stream: true }));
  }

  end(): void {
    this.#take(this.#decoder.decode());
    if (this.#reader === undefined) throw new SitemapFault('is empty');
    this.#reader.end();
  }

  #take(text: string): void {
    const rest = this.#reader === undefined ? text.trimStart() : text;
    if (rest === '') return;
    this.#reader ??= rest.startsWith('<') ? new XmlReader(this.#onLocation) : new LineReader(this.#onLocation);
    this.#reader.write(rest);
  }
}

class XmlReader {
  kind: SitemapKind | undefined;
  readonly #parser = new SaxesParser();
  readonly #onLocation: (text: string) => void;
  readonly #path: string[] = [];
  #prefix = '';
  #location: string | undefined;

  constructor(onLocation: (text: string) => void) {
    this.#onLocation = onLocation;
    const parser = this.#parser;
    parser.on('error', ({ message }) => {
      throw new SitemapFault(`is no well-formed XML (line:column: what): ${message.slice(0, 120)}`);
    });
    parser.on('doctype', () => {
      throw new SitemapFault('has a DOCTYPE, which is not read');
    });
    parser.on('opentag', ({ name }) => this.#open(name));
    parser.on('text', (text) => this.#text(text));
    parser.on('cdata', (text) => this.#text(text));
    parser.on('closetag', () => this.#close());
  }

  write(text: string): void {
    this.#parser.write(text);
  }

  end(): void {
    this.#parser.close();
  }

  #open(name: string): void {
    if (this.#path.length === 0) this.#root(name);
    if (this.#path.length >= maxDepth) throw new SitemapFault(`nests elements more than ${maxDepth} deep`);
    this.#path.push(name);
    if (this.#isLocation()) this.#location = '';
  }

  #root(name: string): void {
    const colon = name.indexOf(':');
    this.#prefix = name.slice(0, colon + 1);
    const local = name.slice(colon + 1);
    if (local !== 'urlset' && local !== 'sitemapindex') {
      throw new SitemapFault(`is no sitemap: its root is ${local.slice(0, 40)}, and accepted is urlset or sitemapindex`);
    }
    this.kind = local;
  }

  #isLocation(): boolean {
    const [, entry, location, ...deeper] = this.#path;
    const own = this.kind === undefined ? '' : this.#prefix + entryOf[this.kind];
    return entry === own && location === `${this.#prefix}loc` && deeper.length === 0;
  }

  #text(text: string): void {
    if (this.#location === undefined || !this.#isLocation()) return;
    this.#location += text;
    if (this.#location.length > maxLocation) throw new SitemapFault(`has a location longer than ${maxLocation} characters`);
  }

  #close(): void {
    if (this.#location !== undefined && this.#isLocation()) {
      this.#onLocation(this.#location.trim());
      this.#location = undefined;
    }
    this.#path.pop();
  }
}

class LineReader {
  readonly kind = 'urlset';
  readonly #onLocation: (text: string) => void;
  #rest = '';

  constructor(onLocation: (text: string) => void) {
    this.#onLocation = onLocation;
  }

  write(text: string): void {
    const lines = (this.#rest + text).split(/\r\n|\n|\r/);
    this.#rest = lines.pop() ?? '';
    if (this.#rest.length > maxLocation) throw new SitemapFault(`has a line longer than ${maxLocation} characters`);
    for (const line of lines) this.#line(line);
  }

  end(): void {
    this.#line(this.#rest);
  }

  #line(line: string): void {
    const text = line.trim();
    if (text === '') return;
    // A page of words is no list of URLs.
    if (!/^https?:\/\//i.test(text)) throw new SitemapFault('is neither XML nor a list of URLs');
    this.#onLocation(text);
  }
}
