import { useTranslation } from 'react-i18next';
import type { Answer } from '../../../../src/client/index.ts';
import { formatBytes, formatCount, formatShare } from '../../format/numbers.ts';
import { visible } from '../../format/shorten.ts';
import { useDo, useRead } from '../../server/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Empty, Fault, Skeleton } from '../../ui/notes.tsx';
import { Page } from '../../ui/page.tsx';
import { Status } from '../../ui/status.tsx';
import { Table, type Column } from '../../ui/table.tsx';
import { useTell } from '../../ui/toasts.tsx';
import { FleetTabs } from '../nodes/fleettabs.tsx';
import { hourOf, type DomainHour } from './domainhour.ts';
import { Used } from './used.tsx';

type Domain = Answer<'DescribeUcdnDomain'>['DomainList'][number];

const everyMs = 5000;

export default function Domains() {
  const { t, i18n } = useTranslation('domains');
  const { data, error, refetch } = useRead('DescribeUcdnDomain', {}, { everyMs });
  const throughput = useRead('DescribeUcdnThroughput', { By: 'domain', PeriodSeconds: 600 }, { everyMs: everyMs * 3 });
  const hours = new Map<string, DomainHour>(throughput.data?.SeriesList.map(({ Name, PeriodList }) => [Name, hourOf(PeriodList)]));
  const domains = data?.DomainList;
  const count = (value: number | undefined) => (value === undefined ? '–' : formatCount(value, i18n.language));
  const columns: Column<Domain>[] = [
    { key: 'domain', head: t('domain'), cell: ({ Domain }) => <span title={Domain}>{Domain}</span>, width: 'minmax(110px, 2fr)' },
    { key: 'id', head: t('id'), cell: ({ DomainId }) => <code>{DomainId}</code>, width: 'minmax(100px, 1fr)', fromWidth: 1200 },
    { key: 'state', head: t('state'), cell: (domain) => <State domain={domain} />, width: 'minmax(84px, 110px)' },
    { key: 'nodes', head: t('nodes'), cell: ({ Nodes }) => count(Nodes.length), width: '64px', align: 'end', fromWidth: 520 },
    {
      key: 'bytes',
      head: t('bytes'),
      cell: ({ Domain }) => formatBytes(hours.get(Domain)?.bytes ?? 0),
      width: '96px',
      align: 'end',
      fromWidth: 620,
    },
    {
      key: 'hits',
      head: t('hits'),
      cell: ({ Domain }) => {
        const share = hours.get(Domain)?.hitShare;
        return share === undefined ? '–' : formatShare(share, i18n.language);
      },
      width: '96px',
      align: 'end',
      fromWidth: 720,
    },
    {
      key: 'failures',
      head: t('failures'),
      cell: ({ Domain }) => count(hours.get(Domain)?.failures ?? 0),
      width: '120px',
      align: 'end',
      fromWidth: 820,
    },
    {
      key: 'prefetch',
      head: t('prefetch'),
      cell: (domain) => <Used domain={domain} kind="Prefetch" />,
      width: '130px',
      align: 'end',
      fromWidth: 900,
    },
    {
      key: 'action',
      head: <span className="visually-hidden">{t('action')}</span>,
      cell: ({ Domain, Paused }) => <PauseButton domain={Domain} isPaused={Paused} />,
      width: 'minmax(66px, 84px)',
      align: 'end',
    },
  ];
  return (
    <Page title={t('title')} lead={t('lead')}>
      <FleetTabs current="domains" />
      {error !== null && <Fault error={error} onRetry={() => void refetch()} />}
      {domains === undefined && error === null && <Skeleton />}
      {domains?.length === 0 && (
        <Empty title={t('emptyTitle')}>
          <p>{t('emptyLead')}</p>
        </Empty>
      )}
      {domains !== undefined && domains.length > 0 && (
        <Table
          label={t('title')}
          columns={columns}
          total={domains.length}
          rowAt={(index) => domains[index]}
          rowKey={({ DomainId }) => DomainId}
          maxRows={24}
        />
      )}
    </Page>
  );
}

function State({ domain: { Paused, SlowedMessage } }: { domain: Domain }) {
  const { t } = useTranslation('domains');
  if (Paused) return <Status status="wait">{t('paused')}</Status>;
  if (SlowedMessage === undefined) return <Status status="success">{t('running')}</Status>;
  return (
    <span title={visible(SlowedMessage)}>
      <Status status="unknow">{t('slowed')}</Status>
    </span>
  );
}

function PauseButton({ domain, isPaused }: { domain: string; isPaused: boolean }) {
  const { t } = useTranslation('domains');
  const tell = useTell();
  const pause = useDo('PauseUcdnFetch');
  const resume = useDo('ResumeUcdnFetch');
  const { mutate } = isPaused ? resume : pause;
  return (
    <Button
      size="small"
      disabled={pause.isPending || resume.isPending}
      onClick={() =>
        mutate({ Domain: domain }, { onSuccess: () => tell.done(t(isPaused ? 'resumedDone' : 'pausedDone'), domain), onError: tell.failed })
      }
    >
      {t(isPaused ? 'resume' : 'pause')}
    </Button>
  );
}
