import { columnsOf, padded, printable, shortened } from './text.ts';

export type Column = {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** May be shortened in the middle down to this many columns. */
  readonly shrinkTo?: number;
  /** Goes first when the width is too small, the highest number before the others; and whenever no row has anything in it. */
  readonly dropAt?: number;
};

/** A cell, or one with a colour, which takes no columns. */
export type Cell = string | { readonly text: string; readonly paint: (text: string) => string };

const gap = '  ';

/** Lines of a table that keep to `width` columns: columns that may go are left out, then those that may shrink shrink. */
export function tableLines(columns: readonly Column[], rows: readonly (readonly Cell[])[], width: number): string[] {
  const all = columns.map((column, index) => {
    const cells = rows.map((row) => row[index] ?? '');
    const widest = Math.max(columnsOf(column.title), ...cells.map((cell) => columnsOf(printable(textOf(cell)))));
    return { column, cells, columns: widest };
  });
  const isEmpty = ({ column, cells }: Measured) =>
    column.dropAt !== undefined && cells.length > 0 && cells.every((cell) => textOf(cell) === '');
  const filled = all.filter((one) => !isEmpty(one));
  const kept = shrunk(fitting(filled, width), width);
  const header = kept.map(({ column, columns: size }) => padded(shortened(column.title, size), size, sideOf(column)));
  const lines = rows.map((_, row) =>
    kept.map(({ column, cells, columns: size }) => {
      const cell = cells[row] ?? '';
      const text = padded(shortened(printable(textOf(cell)), size), size, sideOf(column));
      return typeof cell === 'string' ? text : cell.paint(text);
    }),
  );
  return [header, ...lines].map((cells) => cells.join(gap).trimEnd());
}

type Measured = { readonly column: Column; readonly cells: readonly Cell[]; readonly columns: number };

function total(measured: readonly Measured[], sizeOf: (one: Measured) => number): number {
  return measured.reduce((sum, one) => sum + sizeOf(one), gap.length * (measured.length - 1));
}

function fitting(measured: readonly Measured[], width: number): readonly Measured[] {
  if (total(measured, least) <= width) return measured;
  const droppable = measured.filter(({ column }) => column.dropAt !== undefined);
  const first = droppable.sort((a, b) => (b.column.dropAt ?? 0) - (a.column.dropAt ?? 0))[0];
  return first === undefined
    ? measured
    : fitting(
        measured.filter((one) => one !== first),
        width,
      );
}

/** From the right: there stands what may be longest. */
function shrunk(measured: readonly Measured[], width: number): readonly Measured[] {
  let excess = total(measured, (one) => one.columns) - width;
  const gives = measured
    .toReversed()
    .map((one) => {
      const give = Math.max(0, Math.min(excess, one.columns - least(one)));
      excess -= give;
      return give;
    })
    .toReversed();
  return measured.map(({ column, cells, columns }, index) => ({ column, cells, columns: columns - (gives[index] ?? 0) }));
}

function least({ column, columns }: Measured): number {
  return column.shrinkTo === undefined ? columns : Math.min(columns, column.shrinkTo);
}

function textOf(cell: Cell): string {
  return typeof cell === 'string' ? cell : cell.text;
}

function sideOf(column: Column): 'left' | 'right' {
  return column.align === 'right' ? 'left' : 'right';
}
