import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'wouter';
import type { Answer } from '../../../../src/client/index.ts';
import { visible } from '../../format/shorten.ts';
import { useSession } from '../../session/session.tsx';
import { Button } from '../../ui/button.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Empty, Fault, Skeleton } from '../../ui/notes.tsx';
import { Page } from '../../ui/page.tsx';
import { Status } from '../../ui/status.tsx';
import { Table, type Column } from '../../ui/table.tsx';
import { Time } from '../../ui/time.tsx';
import { KeyTabs } from '../keys/keytabs.tsx';
import styles from './audit.module.css';
import { reachOf } from './reach.ts';

type Entry = Answer<'DescribeUcdnAuditLog'>['AuditList'][number];

const windowsS = { day: 86_400, week: 7 * 86_400, month: 30 * 86_400, year: 400 * 86_400 } as const;
type Window = keyof typeof windowsS;
const windows = ['day', 'week', 'month', 'year'] as const satisfies readonly Window[];
const pageSize = 200;

export default function Audit() {
  const { t } = useTranslation('audit');
  const [search, setSearch] = useSearchParams();
  const filter = {
    key: search.get('key') ?? '',
    action: search.get('action') ?? '',
    window: windows.find((one) => one === search.get('since')) ?? 'day',
  };
  const change = (changes: Record<string, string>) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [name, value] of Object.entries(changes)) {
          if (value === '') next.delete(name);
          else next.set(name, value);
        }
        return next;
      },
      { replace: true },
    );
  return (
    <Page title={t('title')} lead={t('lead')}>
      <KeyTabs current="audit" />
      <div className={styles.filters}>
        <TextField label={t('byKey')} mono value={filter.key} data-search onChange={(event) => change({ key: event.target.value })} />
        <TextField label={t('byAction')} mono value={filter.action} onChange={(event) => change({ action: event.target.value })} />
        <SelectField
          label={t('window')}
          value={filter.window}
          options={windows.map((value) => ({ value, label: t(`windows.${value}`) }))}
          onChoose={(window) => change({ since: window })}
        />
      </div>
      <Entries publicKey={filter.key} action={filter.action} window={filter.window} />
    </Page>
  );
}

function Entries({ publicKey, action, window }: { publicKey: string; action: string; window: Window }) {
  const { t } = useTranslation('audit');
  const { client, id } = useSession();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: [id, 'DescribeUcdnAuditLog', publicKey, action, window],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      client.call(
        'DescribeUcdnAuditLog',
        {
          BeginTime: Math.floor(Date.now() / 1000) - windowsS[window],
          Limit: pageSize,
          ...(publicKey !== '' && { KeyName: publicKey }),
          ...(action !== '' && { ActionName: action }),
          ...(pageParam !== '' && { Cursor: pageParam }),
        },
        { signal },
      ),
    getNextPageParam: ({ NextCursor }) => (NextCursor === '' ? undefined : NextCursor),
    placeholderData: keepPreviousData,
  });
  const entries = data?.pages.flatMap(({ AuditList }) => AuditList);
  if (error !== null && entries === undefined) return <Fault error={error} onRetry={() => void refetch()} />;
  if (entries === undefined) return <Skeleton />;
  if (entries.length === 0) {
    return (
      <Empty title={t('emptyTitle')}>
        <p>{t('emptyLead')}</p>
        <code>forewarm audit</code>
      </Empty>
    );
  }
  return (
    <>
      <EntryTable entries={entries} />
      {hasNextPage && (
        <div className={styles.more}>
          <Button disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('more')}
          </Button>
        </div>
      )}
    </>
  );
}

function EntryTable({ entries }: { entries: readonly Entry[] }) {
  const { t } = useTranslation('audit');
  const columns: Column<Entry>[] = [
    { key: 'time', head: t('time'), cell: ({ Time: atS }) => <Time atS={atS} />, width: '84px' },
    {
      key: 'key',
      head: t('key'),
      cell: (entry) => visible(entry.PublicKey) || t(entry.Address === '' ? 'server' : 'none'),
      width: 'minmax(86px, 0.8fr)',
    },
    {
      key: 'action',
      head: t('action'),
      cell: ({ Action, Times }) => `${visible(Action)}${Times > 1 ? ` ${t('times', { count: Times })}` : ''}`,
      width: 'minmax(110px, 1.8fr)',
    },
    {
      key: 'code',
      head: t('code'),
      cell: ({ Code }) => <Status status={Code === 0 ? 'success' : 'failure'}>{Code}</Status>,
      width: '72px',
      fromWidth: 480,
    },
    { key: 'reach', head: t('reach'), cell: (entry) => <Reach entry={entry} />, width: 'minmax(120px, 2.6fr)', fromWidth: 620 },
    {
      key: 'address',
      head: t('address'),
      cell: ({ Address }) => <code title={visible(Address)}>{visible(Address)}</code>,
      width: '116px',
      fromWidth: 860,
    },
  ];
  return (
    <Table
      label={t('title')}
      columns={columns}
      total={entries.length}
      rowAt={(index) => entries[index]}
      rowKey={({ Id }) => Id}
      maxRows={22}
    />
  );
}

function Reach({ entry }: { entry: Entry }) {
  const { t } = useTranslation('audit');
  const { UrlCount } = entry;
  const text = visible(
    [UrlCount === undefined ? '' : t('urls', { count: UrlCount }), reachOf(entry)].filter((part) => part !== '').join(' · '),
  );
  return <span title={text}>{text}</span>;
}
