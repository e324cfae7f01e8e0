import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { formatByteRate, formatCount } from '../../format/numbers.ts';
import { visible } from '../../format/shorten.ts';
import { useRead } from '../../server/queries.ts';
import { LongText } from '../../ui/longtext.tsx';
import { Empty, Fault, Skeleton } from '../../ui/notes.tsx';
import { Page } from '../../ui/page.tsx';
import { Table, type Column } from '../../ui/table.tsx';
import { FleetTabs } from './fleettabs.tsx';
import { type Node, reasonOf, stateOf } from './nodestate.ts';
import { latestRates } from './rates.ts';
import { StateMark } from './statemark.tsx';

const everyMs = 2000;

export default function Nodes() {
  const { t, i18n } = useTranslation(['nodes', 'common']);
  const [, go] = useLocation();
  const { data, error, refetch } = useRead('DescribeUcdnNode', {}, { everyMs });
  const throughput = useRead('DescribeUcdnThroughput', { By: 'node', PeriodSeconds: 30 }, { everyMs: everyMs * 5 });
  const rates = latestRates(throughput.data);
  const nodes = data?.NodeList;
  const count = (value: number) => formatCount(value, i18n.language);
  const columns: Column<Node>[] = [
    { key: 'name', head: t('name'), cell: ({ Name }) => <LongText text={Name} copy={false} />, width: 'minmax(128px, 2fr)' },
    { key: 'state', head: t('state'), cell: (node) => <StateCell node={node} />, width: 'minmax(112px, 2.4fr)' },
    {
      key: 'where',
      head: t('where'),
      cell: ({ Layer, Region }) => [t(`common:layer.${Layer}`), Region].filter(Boolean).join(' · '),
      width: 'minmax(110px, 1fr)',
      fromWidth: 760,
    },
    { key: 'cache', head: t('cache'), cell: ({ Cache }) => Cache, width: '72px', fromWidth: 980 },
    {
      key: 'inFlight',
      head: t('inFlight'),
      cell: ({ InFlight, Concurrency }) => t('inFlightOf', { inFlight: count(InFlight), concurrency: count(Concurrency) }),
      width: '84px',
      align: 'end',
      fromWidth: 480,
    },
    { key: 'waiting', head: t('waiting'), cell: ({ Waiting }) => count(Waiting), width: '64px', align: 'end', fromWidth: 620 },
    {
      key: 'rate',
      head: t('rate'),
      cell: ({ Name }) => formatByteRate(rates.get(Name) ?? 0),
      width: '96px',
      align: 'end',
      fromWidth: 560,
    },
    { key: 'failed', head: t('failed'), cell: ({ Failed }) => count(Number(Failed)), width: '64px', align: 'end', fromWidth: 820 },
  ];
  const ready = nodes?.filter((node) => stateOf(node) === 'ready').length ?? 0;
  return (
    <Page title={t('title')} lead={nodes !== undefined && t('lead', { ready: count(ready), all: count(nodes.length) })}>
      <FleetTabs current="nodes" />
      {error !== null && <Fault error={error} onRetry={() => void refetch()} />}
      {nodes === undefined && error === null && <Skeleton />}
      {nodes?.length === 0 && (
        <Empty title={t('emptyTitle')}>
          <p>{t('emptyLead')}</p>
          <code>forewarm probe http://10.0.0.1 https://cdn.example.com/</code>
        </Empty>
      )}
      {nodes !== undefined && nodes.length > 0 && (
        <Table
          label={t('title')}
          columns={columns}
          total={nodes.length}
          rowAt={(index) => nodes[index]}
          rowKey={({ Name }) => Name}
          onOpen={({ Name }) => go(`/nodes/${encodeURIComponent(Name)}`)}
          maxRows={24}
        />
      )}
    </Page>
  );
}

function StateCell({ node }: { node: Node }) {
  const reason = reasonOf(node);
  return (
    <span {...(reason !== undefined && { title: visible(reason) })}>
      <StateMark node={node} />
      {reason !== undefined && ` – ${visible(reason)}`}
    </span>
  );
}
