import { useTranslation } from 'react-i18next';
import { formatByteRate, formatCount } from '../../format/numbers.ts';
import { Section } from '../../ui/page.tsx';
import { Plot } from '../../ui/plot.tsx';
import { urlRates, type Sample } from './samples.ts';
import styles from './task.module.css';

/** The pace of a running task since its page was opened. */
export default function RateTimeline({ samples }: { samples: readonly Sample[] }) {
  const { t, i18n } = useTranslation('task');
  const atS = samples.map((sample) => sample.atS);
  const hasBytes = samples.some(({ bytesPerSecond }) => bytesPerSecond > 0);
  const formatUrls = (value: number) => t('pace.urlsPerSecond', { urls: formatCount(Math.round(value * 10) / 10, i18n.language) });
  return (
    <Section title={t('pace.title')} aside={<span className={styles.soft}>{t('pace.since')}</span>}>
      <div className={styles.plots}>
        <Plot
          label={t('pace.urls')}
          atS={atS}
          lines={[{ label: t('pace.urls'), color: '--running', values: urlRates(samples) }]}
          formatValue={formatUrls}
        />
        {hasBytes && (
          <Plot
            label={t('pace.bytes')}
            atS={atS}
            lines={[{ label: t('pace.bytes'), color: '--success', values: samples.map(({ bytesPerSecond }) => bytesPerSecond) }]}
            formatValue={formatByteRate}
            least={1024}
          />
        )}
      </div>
    </Section>
  );
}
