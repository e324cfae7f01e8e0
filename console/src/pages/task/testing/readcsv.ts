/** The cells of a CSV file, line by line; throws where it is not as RFC 4180 has it. */
export function readCsv(text: string): string[][] {
  const lines: string[][] = [];
  let cells: string[] = [];
  let at = 0;
  while (at < text.length) {
    const cell = /"((?:[^"]|"")*)"|[^",\r\n]*/y;
    cell.lastIndex = at;
    const [whole = '', quoted] = cell.exec(text) ?? [];
    cells.push(quoted?.replaceAll('""', '"') ?? whole);
    at += whole.length;
    if (text[at] === ',') {
      at += 1;
    } else if (text.startsWith('\r\n', at)) {
      lines.push(cells);
      cells = [];
      at += 2;
    } else {
      throw new Error(`line ${lines.length + 1}: neither comma nor CRLF after ${JSON.stringify(whole)}`);
    }
  }
  if (cells.length > 0) throw new Error('the last line has no end');
  return lines;
}
