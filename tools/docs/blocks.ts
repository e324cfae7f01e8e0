/** What stands between `<!-- NAME -->` and `<!-- /NAME -->` in a page, by name; people write the rest. */
export type Blocks = Readonly<Record<string, string>>;

/** The page with its blocks put in. Throws when the page lacks one of them. */
export function withBlocks(page: string, blocks: Blocks): string {
  return Object.entries(blocks).reduce((text, [name, block]) => {
    const marked = new RegExp(`(<!-- ${name} -->\n).*(<!-- /${name} -->)`, 's');
    if (!marked.test(text)) throw new Error(`a page has no place for ${name}: <!-- ${name} --> … <!-- /${name} -->`);
    return text.replace(marked, (_, start: string, end: string) => `${start}${block.trimEnd()}\n${end}`);
  }, page);
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---|').join('')}`, ...rows.map(line), ''].join('\n');
}
