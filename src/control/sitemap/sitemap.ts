import { Refusal } from '../refusal.ts';
import { SitemapFault } from './fault.ts';
import { Locations, type SitemapKind } from './locations.ts';
import type { SitemapSource } from './source.ts';
import { unpacked } from './unpacked.ts';

export type Sitemap = {
  /** In the order in which they stand there, each once. */
  urls: readonly string[];
  /** The document that was asked for, then those that it lists. */
  documents: readonly SitemapDocument[];
  /** Locations that are no http or https URL. */
  leftOut: number;
  /** False: there are more URLs or documents than are read. */
  isWhole: boolean;
};

/** `fault`: why it could not be read, a sentence without a full stop. */
export type SitemapDocument = { url: string; urls: number; fault?: string };

/** The protocol's bound of a document, unpacked. */
const maxBytes = 50 * 1024 * 1024;
const maxDocuments = 200;
/** Below what a call may take. */
const wholeMs = 45_000;
const documentMs = 20_000;
/** Each may hold a whole document in memory. */
const atOnce = 2;

/** Reads sitemaps for people who are about to submit what stands there. */
export class Sitemaps {
  readonly #source: SitemapSource | undefined;
  readonly #nowMs: () => number;
  #running = 0;

  constructor(source: SitemapSource | undefined, nowMs: () => number) {
    this.#source = source;
    this.#nowMs = nowMs;
  }

  /** At most `limit` URLs; an index is followed by one level. Rejects with a Refusal when the document itself can't be read. */
  async read(url: string, limit: number): Promise<Sitemap> {
    const source = this.#source;
    if (source === undefined) throw new Refusal('sitemap_unreadable', 'this server reads none', { subject: url });
    if (this.#running >= atOnce) throw new Refusal('sitemap_busy', `${atOnce} others are being read; send it again later`);
    this.#running += 1;
    try {
      return await new Reading(source, limit, this.#nowMs).whole(url);
    } finally {
      this.#running -= 1;
    }
  }
}

class Reading {
  readonly #source: SitemapSource;
  readonly #limit: number;
  readonly #nowMs: () => number;
  readonly #endMs: number;
  readonly #urls = new Set<string>();
  readonly #listed = new Set<string>();
  #leftOut = 0;
  #isWhole = true;

  constructor(source: SitemapSource, limit: number, nowMs: () => number) {
    this.#source = source;
    this.#limit = limit;
    this.#nowMs = nowMs;
    this.#endMs = nowMs() + wholeMs;
  }

  async whole(url: string): Promise<Sitemap> {
    const documents: SitemapDocument[] = [];
    try {
      documents.push(await this.#document(url, true));
    } catch (error) {
      if (error instanceof SitemapFault) throw new Refusal('sitemap_unreadable', `it ${error.message}`, { subject: url });
      throw error;
    }
    for (const listed of this.#listed) {
      if (documents.length > maxDocuments || this.#urls.size >= this.#limit || this.#nowMs() >= this.#endMs) {
        this.#isWhole = false;
        break;
      }
      documents.push(await this.#listedDocument(listed));
    }
    return { urls: [...this.#urls], documents, leftOut: this.#leftOut, isWhole: this.#isWhole };
  }

  /** One that can't be read must not cost the others. */
  async #listedDocument(url: string): Promise<SitemapDocument> {
    const before = this.#urls.size;
    try {
      return await this.#document(url, false);
    } catch (error) {
      if (error instanceof SitemapFault) return { url, urls: this.#urls.size - before, fault: `it ${error.message}` };
      throw error;
    }
  }

  async #document(url: string, mayList: boolean): Promise<SitemapDocument> {
    const timeoutMs = Math.max(1, Math.min(documentMs, this.#endMs - this.#nowMs()));
    const answer = await this.#source.get({ url, maxBytes, timeoutMs });
    if (answer.kind === 'failed') throw new SitemapFault(`could not be had: ${answer.message}`);
    if (answer.status !== 200) throw new SitemapFault(`could not be had: the server answered ${answer.status}`);
    const before = this.#urls.size;
    const found: string[] = [];
    const locations: Locations = new Locations((text) => {
      if (locations.kind === 'urlset') this.#found(text, this.#urls, this.#limit);
      else if (found.length <= maxDocuments) found.push(text);
    });
    if (await this.#isReadToItsEnd(answer.body, locations)) locations.end();
    this.#list(locations.kind, found, mayList);
    return { url, urls: this.#urls.size - before };
  }

  #list(kind: SitemapKind, found: readonly string[], mayList: boolean): void {
    if (kind === 'urlset') return;
    if (!mayList) throw new SitemapFault('is an index within an index, which is not followed');
    for (const text of found) this.#found(text, this.#listed, maxDocuments);
  }

  /** False when there were more URLs than are wanted. */
  async #isReadToItsEnd(body: Uint8Array, locations: Locations): Promise<boolean> {
    for await (const piece of unpacked(body, maxBytes)) {
      locations.write(piece);
      if (!this.#isWhole && this.#urls.size >= this.#limit) return false;
    }
    return true;
  }

  #found(text: string, among: Set<string>, most: number): void {
    if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) this.#leftOut += 1;
    else if (among.size < most || among.has(text)) among.add(text);
    else this.#isWhole = false;
  }
}
