import type { Style } from './style.ts';

/** How it stands, before a line: well, badly, unsure, or neither. */
export type Mark = 'good' | 'bad' | 'unsure' | 'note';

type Signs = Readonly<Record<Mark | 'arrow', string>>;

const unicode: Signs = { good: '✓', bad: '✗', unsure: '?', note: '·', arrow: '→' };
const ascii: Signs = { good: '+', bad: 'x', unsure: '?', note: '-', arrow: '>' };

/** Without colour the signs tell as much; in ASCII where the locale is not UTF-8. */
export function marksFor(env: Readonly<Record<string, string | undefined>>): Signs {
  return speaksUtf8(env) ? unicode : ascii;
}

export function speaksUtf8(env: Readonly<Record<string, string | undefined>>): boolean {
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find((value) => value !== undefined && value !== '');
  return /utf-?8/i.test(locale ?? '');
}

export function paintMark(mark: Mark, style: Style): (text: string) => string {
  return { good: style.green, bad: style.red, unsure: style.yellow, note: style.dim }[mark];
}
