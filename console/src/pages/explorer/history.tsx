import { useTranslation } from 'react-i18next';
import { visible } from '../../format/shorten.ts';
import { formatDuration } from '../../format/times.ts';
import { Empty } from '../../ui/notes.tsx';
import { Status } from '../../ui/status.tsx';
import { Table, type Column } from '../../ui/table.tsx';
import { Time } from '../../ui/time.tsx';
import type { SentCall } from './send.ts';

const fitsParameters = 560;
const fitsDuration = 680;

/** This tab's calls, the latest first; one that is opened fills the form again and shows its answer. */
export function History({ calls, onOpen }: { calls: readonly SentCall[]; onOpen(call: SentCall): void }) {
  const { t } = useTranslation('explorer');
  if (calls.length === 0) {
    return (
      <Empty title={t('noHistory')}>
        <p>{t('noHistoryLead')}</p>
      </Empty>
    );
  }
  const columns: Column<SentCall>[] = [
    {
      key: 'code',
      head: 'RetCode',
      width: '64px',
      cell: ({ retCode }) => <Status status={retCode === 0 ? 'success' : 'failure'}>{retCode ?? '–'}</Status>,
    },
    { key: 'action', head: t('action'), width: 'minmax(120px, 3fr)', cell: ({ action }) => <span title={action}>{action}</span> },
    {
      key: 'parameters',
      head: t('parameters'),
      width: 'minmax(80px, 3fr)',
      fromWidth: fitsParameters,
      cell: ({ request }) => <Brief request={request} />,
    },
    {
      key: 'took',
      head: t('took'),
      width: '64px',
      align: 'end',
      fromWidth: fitsDuration,
      cell: ({ durationMs }) => formatDuration(durationMs),
    },
    { key: 'at', head: t('sent'), width: '96px', align: 'end', cell: ({ atMs }) => <Time atS={atMs / 1000} /> },
  ];
  return (
    <Table
      label={t('history')}
      columns={columns}
      total={calls.length}
      rowAt={(index) => calls[index]}
      rowKey={({ id }) => id}
      onOpen={onOpen}
    />
  );
}

const maxBrief = 200;

function Brief({ request }: { request: SentCall['request'] }) {
  const { t } = useTranslation('explorer');
  const told = Object.entries(request).map(([name, value]) => {
    if (typeof value !== 'object') return `${name}=${String(value)}`;
    return value.length === 1 ? `${name}=${value[0] ?? ''}` : `${name}: ${t('values', { count: value.length })}`;
  });
  const text = visible(told.join(', ')).slice(0, maxBrief);
  return <span title={text}>{text}</span>;
}
