import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useScheme } from '../shell/scheme.ts';
import styles from './plot.module.css';
import { useWidth } from './width.ts';

export type Line = {
  label: string;
  /** A colour of tokens.css, such as `--success`. */
  color: `--${string}`;
  /** null: nothing is known of that moment. */
  values: readonly (number | null)[];
};

type PlotProps = {
  /** What is shown, in a sentence, for those who don't see it. */
  label: string;
  /** Seconds since 1970. */
  atS: readonly number[];
  lines: readonly Line[];
  formatValue(value: number): string;
  /** Upper bound of the scale; default: by the values. */
  max?: number;
  /** What the scale reaches at least, so that nothing at all does not look like a lot. Default: 1. */
  least?: number;
  heightPx?: number;
};

/** Values over time. */
export function Plot({ label, atS, lines, formatValue, max, least = 1, heightPx = 140 }: PlotProps) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const width = useWidth(place);
  const scheme = useScheme();
  const latest = useRef({ formatValue, max, least, lines });
  useEffect(() => {
    latest.current = { formatValue, max, least, lines };
  }, [formatValue, max, least, lines]);
  // As text, so that new values alone don't build the plot anew.
  const looks = JSON.stringify(lines.map(({ label: name, color }) => [name, color]));

  useEffect(() => {
    const { current } = place;
    if (current === null || width === 0) return undefined;
    const style = getComputedStyle(document.documentElement);
    const color = (name: string) => style.getPropertyValue(name).trim();
    const font = `11px ${style.getPropertyValue('--font')}`;
    const axis = { stroke: color('--ink-faint'), font, grid: { stroke: color('--line-soft'), width: 1 }, ticks: { show: false } };
    const made = new uPlot(
      {
        width,
        height: heightPx,
        legend: { show: false },
        cursor: { y: false },
        padding: [8, 20, 0, 0],
        scales: { y: { range: (_, __, top) => [0, latest.current.max ?? Math.max((top ?? 0) * 1.1, latest.current.least)] } },
        axes: [
          { ...axis, size: 28, space: 80, values: (_, places, __, ___, stepS) => places.map((s) => clock(s, stepS < 60)) },
          { ...axis, size: 72, space: 36, incrs: steps, values: (_, places) => places.map((value) => latest.current.formatValue(value)) },
        ],
        series: [
          {},
          ...latest.current.lines.map((line) => ({
            label: line.label,
            stroke: color(line.color),
            width: 1.5,
            fill: `${color(line.color)}1f`,
            points: { show: true, size: 5, fill: color(line.color), filter: lonePoints },
          })),
        ],
      },
      undefined,
      current,
    );
    plot.current = made;
    return () => {
      made.destroy();
      plot.current = undefined;
    };
  }, [width, scheme, looks, heightPx]);

  useEffect(() => {
    plot.current?.setData([[...atS], ...lines.map(({ values }) => [...values])]);
  }, [atS, lines, width, scheme, looks, heightPx]);

  return (
    <figure className={styles.plot} aria-label={label}>
      <div ref={place} role="img" aria-label={label} />
      {lines.length > 1 && (
        <figcaption className={styles.legend}>
          {lines.map((line) => (
            <span key={line.label}>
              <span className={styles.swatch} style={{ background: `var(${line.color})` }} />
              {line.label}
            </span>
          ))}
        </figcaption>
      )}
    </figure>
  );
}

/** Powers of two: bytes come out even, and so do halves of a share. */
const steps = Array.from({ length: 64 }, (_, index) => 2 ** (index - 4));

/** Values with nothing known before and after them, through which no line goes. */
function lonePoints({ data }: uPlot, series: number): number[] {
  const values = data[series] ?? [];
  const isKnown = (index: number) => (values[index] ?? null) !== null;
  return [...values.keys()].filter((index) => isKnown(index) && !isKnown(index - 1) && !isKnown(index + 1));
}

function clock(atS: number, withSeconds: boolean): string {
  const seconds = withSeconds ? ({ second: '2-digit' } as const) : {};
  return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', ...seconds }).format(atS * 1000);
}
