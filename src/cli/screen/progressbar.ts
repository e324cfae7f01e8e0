import { speaksUtf8 } from './marks.ts';
import { shownBytes, shownCount, shownDuration, shownRate } from './quantities.ts';
import type { Style } from './style.ts';
import { columnsOf, shortened } from './text.ts';

/** What is known of work in progress. */
export type Progress = {
  readonly urlCount: number;
  /** Ended, whatever became of them. */
  readonly endedUrls: number;
  readonly failedUrls: number;
  /** 0 to 1; finer than URLs where bodies flow. */
  readonly share: number;
  /** URLs ended per second; absent until it can be told. */
  readonly urlsPerSecond?: number;
  /** Through the nodes since the beginning, where it is known. */
  readonly bytes?: number;
  readonly leftMs?: number;
};

/** One line of at most `width` columns; what matters least goes first where it is narrow. */
export function barLine(progress: Progress, width: number, style: Style, glyphs: Glyphs): string {
  const percent = `${String(Math.floor(progress.share * 100)).padStart(3)} %`;
  const urls = `${shownCount(progress.endedUrls)}/${shownCount(progress.urlCount)} URLs`;
  const details = [
    progress.failedUrls === 0 ? undefined : `${shownCount(progress.failedUrls)} failed`,
    progress.leftMs === undefined || progress.share === 1 ? undefined : `${shownDuration(progress.leftMs)} left`,
    progress.urlsPerSecond === undefined ? undefined : shownRate(progress.urlsPerSecond),
    progress.bytes === undefined ? undefined : shownBytes(progress.bytes),
  ].filter((detail) => detail !== undefined);
  for (let kept = details.length; kept >= 0; kept -= 1) {
    const text = [percent, urls, ...details.slice(0, kept)].join(separator);
    // In steps, so that the bar does not twitch with each digit that comes or goes.
    const room = Math.floor((width - columnsOf(text) - 3) / barStep) * barStep;
    if (room >= leastBar) return `${drawnBar(progress.share, Math.min(room, mostBar), style, glyphs)} ${painted(text, progress, style)}`;
  }
  return shortened(`${percent} ${urls}`, width);
}

const separator = '  ';
const leastBar = 8;
const barStep = 4;
const mostBar = 40;

export type Glyphs = { readonly full: string; readonly empty: string };

/** Blocks where the terminal speaks UTF-8. */
export function glyphsFor(env: Readonly<Record<string, string | undefined>>): Glyphs {
  return speaksUtf8(env) ? { full: '█', empty: '░' } : { full: '#', empty: '.' };
}

function drawnBar(share: number, width: number, style: Style, { full, empty }: Glyphs): string {
  const done = Math.min(width, Math.floor(share * width));
  return `[${style.green(full.repeat(done))}${style.dim(empty.repeat(width - done))}]`;
}

function painted(text: string, { failedUrls }: Progress, style: Style): string {
  return failedUrls === 0 ? text : text.replace(/[\d,]+ failed/, (failed) => style.red(failed));
}
