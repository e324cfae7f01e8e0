import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useCallback, useEffect, useMemo, useRef, useState, type CSSProperties, type KeyboardEvent, type ReactNode } from 'react';
import { classes } from './classes.ts';
import styles from './table.module.css';
import { useWidth } from './width.ts';

export type Column<Row> = {
  key: string;
  head: ReactNode;
  cell(row: Row, index: number): ReactNode;
  /** As in `grid-template-columns`. Default: `minmax(0, 1fr)`. */
  width?: string;
  align?: 'start' | 'end';
  /** The column goes when the table is narrower than this, in px. */
  fromWidth?: number;
};

type TableProps<Row> = {
  /** What the rows are, for screen readers. */
  label: string;
  columns: readonly Column<Row>[];
  total: number;
  rowAt(index: number): Row | undefined;
  rowKey(row: Row, index: number): string;
  /** Told which rows are seen, so that they can be read. */
  onSee?: ((first: number, last: number) => void) | undefined;
  onOpen?: ((row: Row, index: number) => void) | undefined;
  /** The row whose detail is shown elsewhere on the page. */
  openIndex?: number | undefined;
  /** The first row that is seen to begin with. */
  startAt?: number | undefined;
  /** Told, once scrolling has come to rest, which row is the first that is seen. */
  onRest?: ((first: number) => void) | undefined;
  /** Names the list: another one is shown from its top. */
  listKey?: string | undefined;
  /** `self`: the table scrolls within the page's height. `page`: it is as high as its rows, `maxRows` at most. */
  scrolls?: 'self' | 'page';
  maxRows?: number;
};

const rowHeight = 32;
/** In a low window the page scrolls before a table that scrolls by itself has room for no more than this. */
const leastRows = 6;
const restMs = 200;

/**
 * A table of any length: only what is seen is in the page. With the keyboard: arrows or j and k move, Enter opens,
 * Home and End jump.
 */
export function Table<Row>({
  label,
  columns,
  total,
  rowAt,
  rowKey,
  onSee,
  onOpen,
  openIndex,
  startAt = 0,
  onRest,
  listKey = '',
  scrolls = 'page',
  maxRows = 14,
}: TableProps<Row>) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const [selected, setSelected] = useState(openIndex ?? -1);
  const shown = useMemo(() => columns.filter(({ fromWidth = 0 }) => width === 0 || width >= fromWidth), [columns, width]);
  const template = useMemo(() => ({ gridTemplateColumns: shown.map((column) => column.width ?? 'minmax(0, 1fr)').join(' ') }), [shown]);
  const rows = useVirtualizer({
    count: total,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    initialOffset: startAt * rowHeight,
  });
  const items = rows.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => onSee?.(first, last), [onSee, first, last]);

  const latest = useRef({ rowAt, onOpen });
  useEffect(() => {
    latest.current = { rowAt, onOpen };
  }, [rowAt, onOpen]);
  const choose = useCallback((index: number) => {
    setSelected(index);
    const row = latest.current.rowAt(index);
    if (row !== undefined && !hasSelection()) latest.current.onOpen?.(row, index);
  }, []);

  const shownList = useRef(listKey);
  useEffect(() => {
    if (shownList.current === listKey) return;
    shownList.current = listKey;
    setSelected(-1);
    frame.current?.scrollTo({ top: 0 });
  }, [listKey]);

  const resting = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(resting.current), []);
  const onScroll = () => {
    clearTimeout(resting.current);
    resting.current = setTimeout(() => onRest?.(Math.round((frame.current?.scrollTop ?? 0) / rowHeight)), restMs);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== frame.current || event.metaKey || event.ctrlKey || event.altKey) return;
    const to = moved(event.key, selected, total);
    if (to !== undefined) {
      event.preventDefault();
      setSelected(to);
      rows.scrollToIndex(to);
      return;
    }
    const row = rowAt(selected);
    if (event.key === 'Enter' && row !== undefined) onOpen?.(row, selected);
  };

  return (
    <div
      ref={frame}
      className={styles.frame}
      data-scrolls={scrolls}
      style={
        scrolls === 'page'
          ? { flex: 'none', height: heightOf(Math.min(total, maxRows)) }
          : { minHeight: heightOf(Math.min(total, leastRows)) }
      }
      role="table"
      aria-label={label}
      aria-rowcount={total + 1}
      tabIndex={0}
      data-rows="true"
      onKeyDown={onKeyDown}
      {...(onRest !== undefined && { onScroll })}
    >
      <div className={styles.head} role="rowgroup">
        <div className={styles.line} role="row" aria-rowindex={1} style={template}>
          {shown.map((column) => (
            <div key={column.key} role="columnheader" className={classes(styles.cell, column.align === 'end' && styles.end)}>
              {column.head}
            </div>
          ))}
        </div>
      </div>
      <div className={styles.body} role="rowgroup" style={{ height: rows.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const row = rowAt(index);
          return (
            <Line
              key={row === undefined ? `place ${index}` : rowKey(row, index)}
              row={row}
              index={index}
              startPx={start}
              columns={shown}
              template={template}
              isSelected={index === selected}
              isOpen={index === openIndex}
              opens={onOpen !== undefined && row !== undefined}
              onChoose={choose}
            />
          );
        })}
      </div>
    </div>
  );
}

type LineProps = {
  row: unknown;
  index: number;
  startPx: number;
  columns: readonly Column<unknown>[];
  template: CSSProperties;
  isSelected: boolean;
  isOpen: boolean;
  opens: boolean;
  onChoose(index: number): void;
};

/** Drawn again only when something of it has changed: while one scrolls, most rows merely move. */
const Line = memo(function Line({ row, index, startPx, columns, template, isSelected, isOpen, opens, onChoose }: LineProps) {
  return (
    <div
      className={classes(styles.line, styles.row)}
      role="row"
      aria-rowindex={index + 2}
      {...(isSelected && { 'aria-selected': true })}
      data-opens={opens}
      data-open={isOpen}
      style={{ ...template, transform: `translateY(${startPx}px)` }}
      onClick={() => onChoose(index)}
    >
      {columns.map((column) => (
        <div key={column.key} role="cell" className={classes(styles.cell, column.align === 'end' && styles.end)}>
          {row === undefined ? <div className={styles.pending} /> : column.cell(row, index)}
        </div>
      ))}
    </div>
  );
});

/** With the head and the lines above and below, in px. */
function heightOf(rows: number): number {
  return rowHeight * (rows + 1) + 3;
}

function moved(key: string, from: number, total: number): number | undefined {
  if (total === 0) return undefined;
  switch (key) {
    case 'j':
    case 'ArrowDown':
      return Math.min(from + 1, total - 1);
    case 'k':
    case 'ArrowUp':
      return Math.max(from - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return total - 1;
    default:
      return undefined;
  }
}

/** Whoever marks text in a row does not want to open it. */
function hasSelection(): boolean {
  return (getSelection()?.toString() ?? '') !== '';
}
