import { useTranslation } from 'react-i18next';
import { formatAbsolute, formatRelative } from '../format/times.ts';
import { useNow } from './now.ts';

/** By so much the server's clock may be ahead of this one without something being told as yet to come. */
const toleranceMs = 2000;

/** Seconds since 1970 as the API tells them: relative, the absolute time on hover; nothing for 0. */
export function Time({ atS }: { atS: number }) {
  const { i18n } = useTranslation();
  const nowMs = useNow();
  if (atS === 0) return <span>–</span>;
  const atMs = atS * 1000;
  const isAhead = atMs > nowMs && atMs - nowMs < toleranceMs;
  return (
    <time dateTime={new Date(atMs).toISOString()} title={formatAbsolute(atMs, i18n.language)}>
      {formatRelative(atMs, isAhead ? atMs : nowMs, i18n.language)}
    </time>
  );
}
