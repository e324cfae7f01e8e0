import { useTranslation } from 'react-i18next';
import { visible } from '../../format/shorten.ts';
import { useRead } from '../../server/queries.ts';
import { CopyButton } from '../../ui/copy.tsx';
import { Fault, Skeleton } from '../../ui/notes.tsx';
import { Page } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import { FleetTabs } from '../nodes/fleettabs.tsx';
import styles from './configuration.module.css';

export default function Configuration() {
  const { t } = useTranslation(['configuration', 'common']);
  const { data, error, refetch } = useRead('DescribeUcdnConfiguration', {}, { everyMs: 30_000 });
  const text = data === undefined ? '' : indented(data.Configuration);
  return (
    <Page title={t('title')} lead={t('lead')} actions={data !== undefined && <CopyButton text={text}>{t('common:copy')}</CopyButton>}>
      <FleetTabs current="configuration" />
      {error !== null && <Fault error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton lines={12} />}
      {data !== undefined && (
        <>
          <p>
            {t('version', { version: data.Version })} · {t('loaded')} <Time atS={data.LoadTime} />
          </p>
          <pre className={styles.text} tabIndex={0} aria-label={t('title')}>
            {text}
          </pre>
        </>
      )}
    </Page>
  );
}

function indented(json: string): string {
  return JSON.stringify(JSON.parse(json), null, 2).split('\n').map(visible).join('\n');
}
