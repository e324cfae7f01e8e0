import { useTranslation } from 'react-i18next';
import type { Answer } from '../../../../src/client/index.ts';
import { useRead } from '../../server/queries.ts';
import { Fault, Skeleton } from '../../ui/notes.tsx';
import { Section } from '../../ui/page.tsx';
import { Table, type Column } from '../../ui/table.tsx';
import { Used } from '../domains/used.tsx';
import styles from './overview.module.css';

type Domain = Answer<'DescribeUcdnDomain'>['DomainList'][number];

const shown = 8;

/** What was submitted today of each domain, and how much may be. */
export function Quotas() {
  const { t } = useTranslation('overview');
  const { data, error, refetch } = useRead('DescribeUcdnDomain', { Limit: shown }, { everyMs: 15_000 });
  const domains = data?.DomainList;
  const columns: Column<Domain>[] = [
    { key: 'domain', head: t('domain'), cell: ({ Domain }) => Domain, width: 'minmax(120px, 2fr)' },
    { key: 'prefetch', head: t('prefetch'), cell: (domain) => <Used domain={domain} kind="Prefetch" />, align: 'end' },
    {
      key: 'file',
      head: t('refreshFile'),
      cell: (domain) => <Used domain={domain} kind="RefreshFile" />,
      align: 'end',
      fromWidth: 480,
    },
    {
      key: 'dir',
      head: t('refreshDir'),
      cell: (domain) => <Used domain={domain} kind="RefreshDir" />,
      align: 'end',
      fromWidth: 600,
    },
  ];
  const more = (data?.TotalCount ?? 0) - shown;
  return (
    <Section title={t('quota')}>
      {error !== null && <Fault error={error} onRetry={() => void refetch()} />}
      {domains === undefined && error === null && <Skeleton lines={3} />}
      {domains !== undefined && (
        <Table
          label={t('quota')}
          columns={columns}
          total={domains.length}
          rowAt={(index) => domains[index]}
          rowKey={({ DomainId }) => DomainId}
        />
      )}
      {more > 0 && <p className={styles.soft}>{t('moreDomains', { count: more })}</p>}
    </Section>
  );
}
