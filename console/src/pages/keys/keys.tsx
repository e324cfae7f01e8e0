import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { visible } from '../../format/shorten.ts';
import { useRead } from '../../server/queries.ts';
import { Button } from '../../ui/button.tsx';
import { LongText } from '../../ui/longtext.tsx';
import { Fault, Skeleton } from '../../ui/notes.tsx';
import { Page } from '../../ui/page.tsx';
import { Table, type Column } from '../../ui/table.tsx';
import { Time } from '../../ui/time.tsx';
import { CreateKey } from './createkey.tsx';
import { KeyState } from './keystate.tsx';
import { KeyTabs } from './keytabs.tsx';
import type { Key } from './restrictions.ts';

export default function Keys() {
  const { t } = useTranslation('keys');
  const [, go] = useLocation();
  const [isMaking, setMaking] = useState(false);
  const { data, error, refetch } = useRead('DescribeUcdnKey', {}, { everyMs: 10_000 });
  const keys = data?.KeyList;
  const columns: Column<Key>[] = [
    { key: 'key', head: t('key'), cell: ({ PublicKey }) => <LongText text={PublicKey} />, width: 'minmax(120px, 1.5fr)' },
    { key: 'state', head: t('state'), cell: ({ State }) => <KeyState state={State} />, width: '110px' },
    { key: 'account', head: t('account'), cell: ({ Account }) => t(`accounts.${Account}`), width: '80px', fromWidth: 620 },
    { key: 'may', head: t('may'), cell: (key) => visible(mayOf(key) ?? t('all')), width: 'minmax(100px, 2fr)', fromWidth: 480 },
    { key: 'comment', head: t('comment'), cell: ({ Comment }) => visible(Comment), fromWidth: 900 },
    {
      key: 'expires',
      head: t('expires'),
      cell: ({ ExpireTime }) => (ExpireTime === 0 ? t('never') : <Time atS={ExpireTime} />),
      width: '110px',
      align: 'end',
      fromWidth: 760,
    },
    {
      key: 'made',
      head: t('made'),
      cell: ({ Fixed, CreateTime }) => (Fixed ? t('fixed') : <Time atS={CreateTime} />),
      width: '120px',
      align: 'end',
      fromWidth: 560,
    },
  ];
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <Button look="primary" onClick={() => setMaking(true)}>
          {t('create')}
        </Button>
      }
    >
      <KeyTabs current="keys" />
      {error !== null && <Fault error={error} onRetry={() => void refetch()} />}
      {keys === undefined && error === null && <Skeleton />}
      {keys !== undefined && (
        <Table
          label={t('title')}
          columns={columns}
          total={keys.length}
          rowAt={(index) => keys[index]}
          rowKey={({ PublicKey }) => PublicKey}
          onOpen={({ PublicKey }) => go(`/keys/${encodeURIComponent(PublicKey)}`)}
          maxRows={24}
        />
      )}
      {isMaking && <CreateKey onClose={() => setMaking(false)} />}
    </Page>
  );
}

/** What it is held to in one line; undefined: to nothing. */
function mayOf({ Actions, Projects, Urls, AllowIps }: Key): string | undefined {
  const parts = [Actions.filter((action) => action !== '*'), Projects, Urls, AllowIps].filter((list) => list.length > 0);
  return parts.length === 0 ? undefined : parts.map((list) => list.join(', ')).join(' · ');
}
