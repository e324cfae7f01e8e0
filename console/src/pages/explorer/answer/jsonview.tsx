import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import { shortenMiddle, visible } from '../../../format/shorten.ts';
import { classes } from '../../../ui/classes.ts';
import { useWidth } from '../../../ui/width.ts';
import styles from './answer.module.css';
import { jsonLines, type JsonLine } from './jsonlines.ts';

const lineHeight = 20;
/** Longest value that is put in the page for a line; copied, it is whole. */
const maxShown = 300;
const maxTitle = 4000;
/** From this width on, in px, fields are described beside their values. */
const describesFrom = 620;

/** An answer of any size: only the lines that are seen are in the page. Each field is described where it first stands. */
export function JsonView({ answer, describe, label }: { answer: unknown; describe(path: string): string | undefined; label: string }) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const lines = useMemo(() => jsonLines(answer), [answer]);
  const rows = useVirtualizer({ count: lines.length, getScrollElement: () => frame.current, estimateSize: () => lineHeight, overscan: 20 });
  return (
    <div ref={frame} className={styles.json} role="region" aria-label={label} tabIndex={0}>
      <div className={styles.lines} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const line = lines[index];
          if (line === undefined) return null;
          const told = width >= describesFrom && line.isFirst ? describe(line.path) : undefined;
          return (
            <div key={index} className={styles.line} style={{ transform: `translateY(${start}px)` }}>
              <Code line={line} title={describe(line.path)} />
              {told !== undefined && (
                <span className={styles.told} title={told}>
                  {told}
                </span>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Code({ line, title }: { line: JsonLine; title: string | undefined }) {
  return (
    <code className={styles.code} style={{ paddingLeft: `${line.depth * 2}ch` }}>
      {line.name !== undefined && (
        <>
          <span className={styles.name} title={title}>
            {visible(JSON.stringify(line.name))}
          </span>
          {': '}
        </>
      )}
      <bdi
        className={classes(styles.value, styles[line.kind])}
        {...(line.text.length > 40 && { title: shortenMiddle(visible(line.text), maxTitle) })}
      >
        {shortenMiddle(visible(line.text), maxShown)}
      </bdi>
      {line.hasComma && ','}
    </code>
  );
}
