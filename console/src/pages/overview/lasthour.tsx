import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatByteRate, formatShare } from '../../format/numbers.ts';
import { useRead } from '../../server/queries.ts';
import { Fault, Skeleton } from '../../ui/notes.tsx';
import { Section } from '../../ui/page.tsx';
import { Plot, type Line } from '../../ui/plot.tsx';
import { hourOf } from './hour.ts';
import styles from './overview.module.css';

const periodSeconds = 30;
const everyMs = 10_000;

/** Is it moving, and was it needed? */
export function LastHour() {
  const { t, i18n } = useTranslation('overview');
  const { data, error, refetch } = useRead('DescribeUcdnThroughput', { PeriodSeconds: periodSeconds }, { everyMs });
  const hour = useMemo(
    () => (data === undefined ? undefined : hourOf(data.SeriesList[0]?.PeriodList ?? [], data.PeriodSeconds, data.SinceTime)),
    [data],
  );
  const rate = useMemo<Line[]>(() => [{ label: t('rate'), color: '--accent', values: hour?.bytesPerSecond ?? [] }], [hour, t]);
  const hits = useMemo<Line[]>(() => [{ label: t('hits'), color: '--success', values: hour?.hitShare ?? [] }], [hour, t]);
  if (error !== null && data === undefined) return <Fault error={error} onRetry={() => void refetch()} />;
  if (hour === undefined) return <Skeleton lines={4} />;
  return (
    <div className={styles.columns}>
      <Section title={t('rate')} aside={<span className={styles.soft}>⌀ {formatByteRate(hour.meanBytesPerSecond)}</span>}>
        <Plot label={t('rateLabel')} atS={hour.atS} lines={rate} formatValue={formatByteRate} least={1024} />
      </Section>
      <Section
        title={t('hits')}
        aside={
          <span className={styles.soft}>
            {hour.meanHitShare === undefined ? t('noFigures') : `⌀ ${formatShare(hour.meanHitShare, i18n.language)}`}
          </span>
        }
      >
        <Plot label={t('hitLabel')} atS={hour.atS} lines={hits} formatValue={(share) => formatShare(share, i18n.language)} max={1} />
      </Section>
    </div>
  );
}
