/** A line of an answer written out: `"Name": value,`, or a bracket. */
export type JsonLine = {
  depth: number;
  /** The member's name; undefined in lists and for brackets that close. */
  name: string | undefined;
  /** The value as JSON, or the bracket. */
  text: string;
  kind: 'text' | 'number' | 'word' | 'bracket';
  hasComma: boolean;
  /** As in the document's fields: `TaskList[].TaskId`; '' for what has none. */
  path: string;
  /** The first line of its path, beside which the field is described. */
  isFirst: boolean;
};

/** An answer of any size in lines, as `JSON.stringify(…, null, 2)` has them. */
export function jsonLines(answer: unknown): JsonLine[] {
  const lines: JsonLine[] = [];
  const seen = new Set<string>();
  const add = (line: Omit<JsonLine, 'isFirst'>) => {
    const isFirst = line.path !== '' && line.name !== undefined && !seen.has(line.path);
    if (isFirst) seen.add(line.path);
    lines.push({ ...line, isFirst });
  };
  const write = (value: unknown, depth: number, name: string | undefined, path: string, hasComma: boolean): void => {
    if (typeof value !== 'object' || value === null) {
      add({ depth, name, text: JSON.stringify(value), kind: kindOf(value), hasComma, path });
      return;
    }
    const isList = Array.isArray(value);
    const [open, close] = isList ? ['[', ']'] : ['{', '}'];
    const members: [string | undefined, unknown][] = isList ? value.map((element: unknown) => [undefined, element]) : Object.entries(value);
    if (members.length === 0) {
      add({ depth, name, text: open + close, kind: 'bracket', hasComma, path });
      return;
    }
    add({ depth, name, text: open, kind: 'bracket', hasComma: false, path });
    for (const [place, [member, inner]] of members.entries()) {
      const innerPath = member === undefined ? `${path}[]` : path === '' ? member : `${path}.${member}`;
      write(inner, depth + 1, member, innerPath, place < members.length - 1);
    }
    add({ depth, name: undefined, text: close, kind: 'bracket', hasComma, path: '' });
  };
  write(answer, 0, undefined, '', false);
  return lines;
}

function kindOf(value: unknown): JsonLine['kind'] {
  if (typeof value === 'string') return 'text';
  return typeof value === 'number' ? 'number' : 'word';
}
