import { styleText } from 'node:util';

/** What the quickstart writes: 80 columns, colours on a terminal only (styleText looks, and honours NO_COLOR). */
export const screen = {
  title(text: string): void {
    console.log(`\n${styleText('bold', text)}\n`);
  },
  line(text = ''): void {
    console.log(text === '' ? '' : `  ${text}`);
  },
  /** For what changes while one waits; nothing off a terminal. */
  live(text: string): void {
    if (process.stdout.isTTY) process.stdout.write(`\r  ${text}`);
  },
  liveEnd(): void {
    if (process.stdout.isTTY) process.stdout.write('\r\u001B[K');
  },
};

export const good = (text: string): string => styleText('green', text);
export const bad = (text: string): string => styleText('red', text);
export const dim = (text: string): string => styleText('dim', text);
