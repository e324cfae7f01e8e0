import { isUrlFault, parseTargetUrl, type Scheme } from '../../tasks/url.ts';
import type { Finding, Named } from './finding.ts';
import { defaultBounds, type ManifestBounds, type ManifestFault, type ManifestReading, type ReadingRules } from './reading.ts';
import { resolved } from './resolve.ts';
import { Tally, Texts } from './tally.ts';

/** What has been named so far, and what of it is still to be read. */
export class Gathering {
  readonly noun: string;
  readonly #rootUrl: string;
  readonly #bounds: ManifestBounds;
  readonly #rules: ReadingRules;
  readonly #isOurs: (host: string, scheme: Scheme) => boolean;
  /** In the order of their naming; the root too, which is taken out at the end. */
  readonly #urls = new Set<string>();
  /** Read, or about to be. */
  readonly #followed = new Set<string>();
  readonly #elsewhere = new Tally();
  readonly #skipped = new Tally();
  readonly #leftOut = new Tally();
  readonly #notes = new Texts();
  readonly #unread = new Texts();
  #nameCount = 0;
  #manifestCount = 0;
  #unreadCount = 0;
  #barredCount = 0;
  #textLength = 0;
  #fault: ManifestFault | undefined;
  #faultCount = 0;
  #refusal: string | undefined;

  constructor(rootUrl: string, rules: ReadingRules) {
    this.noun = rules.purpose.kind === 'refresh' ? 'playlist' : 'manifest';
    this.#rootUrl = rootUrl;
    this.#bounds = rules.bounds ?? defaultBounds;
    this.#rules = rules;
    const root = parseTargetUrl(rootUrl);
    const rootHost = isUrlFault(root) ? '' : root.host;
    this.#isOurs = rules.isOurs ?? ((host) => host === rootHost);
    this.#urls.add(rootUrl);
    this.#followed.add(rootUrl);
  }

  /** A manifest was read. `finalUrl`: where it came from, an object of its own when that is not where it was asked for. */
  read(finalUrl: string, textLength: number): void {
    this.#manifestCount += 1;
    this.#textLength += textLength;
    this.#followed.add(finalUrl);
    const target = parseTargetUrl(finalUrl);
    if (isUrlFault(target)) this.#urls.add(finalUrl);
    else this.#list(finalUrl, target.host, target.scheme);
  }

  /** Takes in what a manifest brings. Gives the URL of another that is to be read, and has not been. */
  take(finding: Finding, from: { readonly url: string; readonly finalUrl: string }): string | undefined {
    if (finding.kind === 'name') return this.#add(finding, finding.base ?? from.finalUrl);
    this.#note(finding, from.url);
    return undefined;
  }

  /** What can't be read says so; the first fault is told, the rest are counted. */
  fail(url: string, fault: ManifestFault, howFar?: 'in full'): void {
    const which = url === this.#rootUrl ? `the ${this.noun}` : `the ${this.noun} ${url}`;
    const message = `${which} could not be read${howFar === undefined ? '' : ` ${howFar}`}: ${fault.message}`;
    this.#fault ??= { ...fault, message };
    this.#unread.add(message);
    this.#faultCount += 1;
  }

  /** Which bound is exceeded, if one is, as a clause. `depth` and `toRead`: of the manifests that are next. */
  exceeded(depth: number, toRead: number): string | undefined {
    const { urls, names, manifests, textLength, depth: depthAtMost } = this.#bounds;
    if (this.#refusal !== undefined) return this.#refusal;
    // The root is among them, and is none of what it names.
    if (this.#urls.size - 1 > urls) return `it names more than ${urls} URLs`;
    if (this.#nameCount > names) return `more than ${names} names stand in it`;
    if (this.#manifestCount + toRead > manifests) return `it leads to more than ${manifests} ${this.noun}s`;
    if (this.#textLength > textLength) return `it and the ${this.noun}s in it are longer than ${textLength} characters`;
    return toRead > 0 && depth > depthAtMost ? `${this.noun}s nest in it more than ${depthAtMost} deep` : undefined;
  }

  result(): ManifestReading {
    this.#urls.delete(this.#rootUrl);
    const more = this.#faultCount > 1 ? ` (and ${this.#faultCount - 1} more of the ${this.noun}s in it)` : '';
    return {
      urls: [...this.#urls],
      ...this.#counts(),
      ...(this.#fault !== undefined && { fault: { ...this.#fault, message: `${this.#fault.message}${more}` } }),
    };
  }

  /** The first is no manifest. */
  none(): ManifestReading {
    return { urls: [], ...this.#counts(), isNone: true };
  }

  /** Half of what a manifest names is no refresh and no prefetch of it: nothing is found. */
  refused(because: string): ManifestReading {
    const message = `the ${this.noun} was not followed: ${because}`;
    return { urls: [], ...this.#counts(), unread: [message], fault: { reason: 'protocol', message } };
  }

  #counts(): Omit<ManifestReading, 'urls' | 'fault'> {
    return {
      noun: this.noun,
      manifestCount: this.#manifestCount,
      elsewhere: this.#elsewhere.counts,
      unreadCount: this.#unreadCount,
      barredCount: this.#barredCount,
      skipped: this.#skipped.counts,
      leftOut: this.#leftOut.counts,
      notes: this.#notes.all,
      unread: this.#unread.all,
    };
  }

  #note(finding: Exclude<Finding, Named>, url: string): void {
    switch (finding.kind) {
      case 'leftOut':
        this.#leftOut.add(finding.what, finding.count);
        break;
      case 'note':
        this.#notes.add(finding.text);
        break;
      case 'fault':
        this.fail(url, { reason: 'protocol', message: finding.message }, finding.isWhole ? undefined : 'in full');
        break;
      case 'announced':
        this.#announce(finding);
        break;
      case 'pause':
        break;
    }
  }

  #add({ uri, isManifest }: Named, base: string): string | undefined {
    this.#nameCount += 1;
    if (uri === undefined) return this.#skip('with an undefined variable');
    const target = resolved(uri, base);
    if ('skipped' in target) return this.#skip(target.skipped);
    this.#list(target.url, target.host, target.scheme);
    if (!isManifest || this.#followed.has(target.url)) return undefined;
    this.#followed.add(target.url);
    if (!this.#rules.mayRead(target.host, target.scheme)) this.#unreadCount += 1;
    else if (this.#rules.isAllowed?.(target) === false) this.#barredCount += 1;
    else return target.url;
    return undefined;
  }

  #list(url: string, host: string, scheme: Scheme): void {
    if (this.#urls.has(url)) return;
    this.#urls.add(url);
    if (!this.#isOurs(host, scheme)) this.#elsewhere.add(host);
  }

  #skip(what: string): undefined {
    this.#skipped.add(what);
  }

  #announce({ names, characters }: { names: number; characters: number }): void {
    const { urls, textLength } = this.#bounds;
    if (this.#urls.size - 1 + names > urls) this.#refusal = `it names ${names} URLs, and no more than ${urls} are taken`;
    else if (this.#textLength + characters > textLength) {
      this.#refusal = `the ${names} URLs that it names are longer than ${textLength} characters together`;
    } else this.#textLength += characters;
  }
}
