import { directoryFault, isUrlFault, parseTargetUrl, type UrlFault } from '../../../../src/tasks/url.ts';

export type Action = 'prefetch' | 'refresh' | 'both';
export type RefreshType = 'file' | 'dir' | 'm3u8';

export type LeftOut = {
  /** As in the text, from 1. */
  line: number;
  text: string;
  why: { kind: 'duplicate'; line: number } | { kind: 'foreign' } | ({ kind: 'invalid' } & UrlFault);
};

export type Reading = {
  /** What can be sent, in order. */
  urls: readonly string[];
  /** How many of these each domain has. */
  byDomain: ReadonlyMap<string, number>;
  leftOut: readonly LeftOut[];
};

/** Reads a text with a URL a line, by the server's own rules: what it would refuse or repeat is told before it is sent. */
export function readLines(text: string, domains: ReadonlySet<string>, areDirectories: boolean): Reading {
  const urls: string[] = [];
  const byDomain = new Map<string, number>();
  const leftOut: LeftOut[] = [];
  const firstLines = new Map<string, number>();
  for (const [index, whole] of text.split('\n').entries()) {
    const line = index + 1;
    const trimmed = whole.trim();
    if (trimmed === '') continue;
    const target = parseTargetUrl(trimmed);
    const fault = isUrlFault(target) ? target : areDirectories ? directoryFault(target) : undefined;
    if (isUrlFault(target) || fault !== undefined) {
      leftOut.push({ line, text: trimmed, why: { kind: 'invalid', ...(fault ?? { what: '', accepted: '' }) } });
      continue;
    }
    const first = firstLines.get(target.url);
    if (first !== undefined) {
      leftOut.push({ line, text: trimmed, why: { kind: 'duplicate', line: first } });
    } else if (domains.has(target.host)) {
      firstLines.set(target.url, line);
      urls.push(trimmed);
      byDomain.set(target.host, (byDomain.get(target.host) ?? 0) + 1);
    } else {
      leftOut.push({ line, text: trimmed, why: { kind: 'foreign' } });
    }
  }
  return { urls, byDomain, leftOut };
}
