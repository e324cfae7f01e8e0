import { readFileSync } from 'node:fs';

/** A Markdown file of the checkout, such as `docs/api.md`. */
export function readPage(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}

/** The part of a page under a heading, up to the next one of the same level or above. */
export function section(page: string, heading: string): string {
  const start = page.indexOf(`\n${heading}\n`);
  if (start === -1) throw new Error(`no heading ${heading}`);
  const level = heading.indexOf(' ');
  const rest = page.slice(start + heading.length + 2);
  const end = rest.search(new RegExp(`^#{1,${level}} `, 'm'));
  return end === -1 ? rest : rest.slice(0, end);
}

/** What stands in the fenced blocks of a language, in order. */
export function fences(text: string, language: string): string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'gms'))].map(([, inside = '']) => inside);
}

/** The first cells of a table's rows, without backticks. */
export function firstCells(text: string): string[] {
  const rows = [...text.matchAll(/^\| (.*?) \|.*\|$/gm)].map(([, cell = '']) => cell.replaceAll('`', ''));
  // The head goes; the line below it has no spaces.
  return rows.slice(1);
}
