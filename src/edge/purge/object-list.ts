/** The page of Squid's cache manager that lists what it holds: a paragraph an object, each line after the first indented. */
export const objectListPath = '/squid-internal-mgr/objects';

const urlLine = /^\s+(?:GET|HEAD) (https?:\/\/\S+)\s*$/;

/**
 * Reads that page line by line. An object that is on disk only is listed without its URL: it is counted, since
 * nobody could say whether it was meant.
 */
export class ObjectList {
  readonly urls = new Set<string>();
  /** Objects on disk whose URL the page does not tell. */
  nameless = 0;
  readonly #isWanted: (url: string) => boolean;
  readonly #decoder = new TextDecoder('latin1');
  #rest = '';
  #isOnDisk = false;
  #hasUrl = false;

  constructor(isWanted: (url: string) => boolean) {
    this.#isWanted = isWanted;
  }

  add(chunk: Uint8Array): void {
    const lines = (this.#rest + this.#decoder.decode(chunk, { stream: true })).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#read(line);
  }

  end(): void {
    this.#read(this.#rest);
    this.#endObject();
  }

  #read(line: string): void {
    if (line.startsWith('KEY ')) this.#endObject();
    if (line.includes('SWAPOUT_DONE')) this.#isOnDisk = true;
    const url = urlLine.exec(line)?.[1];
    if (url === undefined) return;
    this.#hasUrl = true;
    if (this.#isWanted(url)) this.urls.add(url);
  }

  #endObject(): void {
    if (this.#isOnDisk && !this.#hasUrl) this.nameless += 1;
    this.#isOnDisk = false;
    this.#hasUrl = false;
  }
}
