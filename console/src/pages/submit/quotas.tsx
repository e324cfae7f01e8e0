import { useTranslation } from 'react-i18next';
import { formatCount } from '../../format/numbers.ts';
import { Table, type Column } from '../../ui/table.tsx';
import { quotaOf, type QuotaDomain, type QuotaKind } from '../domains/quota.ts';
import type { Order } from './order.ts';
import styles from './submit.module.css';

type Row = { domain: QuotaDomain; count: number };

/** How much each domain gets, and how much it may get today. */
export function Quotas({
  byDomain,
  domains,
  order,
}: {
  byDomain: ReadonlyMap<string, number>;
  domains: readonly QuotaDomain[];
  order: Order;
}) {
  const { t, i18n } = useTranslation('submit');
  const kind: QuotaKind =
    order.action === 'prefetch' ? 'Prefetch' : order.action === 'refresh' && order.type === 'dir' ? 'RefreshDir' : 'RefreshFile';
  const rows: Row[] = domains.flatMap((domain) => {
    const count = byDomain.get(domain.Domain);
    return count === undefined ? [] : [{ domain, count }];
  });
  if (rows.length === 0) return null;
  const columns: Column<Row>[] = [
    {
      key: 'domain',
      head: t('domain'),
      cell: ({ domain }) => <span title={domain.Domain}>{domain.Domain}</span>,
      width: 'minmax(0, 1.4fr)',
    },
    { key: 'count', head: t('count'), cell: ({ count }) => formatCount(count, i18n.language), width: '56px', align: 'end' },
    { key: 'left', head: t('left'), cell: (row) => <Left row={row} kind={kind} />, width: 'minmax(108px, 1fr)', align: 'end' },
  ];
  return (
    <Table
      label={t('left')}
      columns={columns}
      total={rows.length}
      rowAt={(index) => rows[index]}
      rowKey={({ domain }) => domain.DomainId}
      maxRows={6}
    />
  );
}

function Left({ row: { domain, count }, kind }: { row: Row; kind: QuotaKind }) {
  const { t, i18n } = useTranslation('submit');
  const { quota, left } = quotaOf(domain, kind);
  if (quota === undefined) return t('noLimit');
  const text = formatCount(left, i18n.language);
  if (left >= count) return text;
  return (
    <span className={styles.over} title={t('overQuota')}>
      {text} – {t('overQuota')}
    </span>
  );
}
