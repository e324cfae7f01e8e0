import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'wouter';
import type { Answer } from '../../../../src/client/index.ts';
import { formatCount } from '../../format/numbers.ts';
import { useDo, useRead } from '../../server/queries.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Empty, Fault, Skeleton } from '../../ui/notes.tsx';
import { Page } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import { useTell } from '../../ui/toasts.tsx';
import { Comparison } from './comparison.tsx';
import { copiesOf } from './copies.ts';
import styles from './explain.module.css';

/** One URL on every node that serves its domain. */
export default function Explain() {
  const { t } = useTranslation('explain');
  const [search, setSearch] = useSearchParams();
  const url = search.get('url') ?? '';
  const { data, error, isFetching, dataUpdatedAt, refetch } = useRead('ExplainUcdnUrl', { Url: url }, { enabled: url !== '' });
  const isCurrent = url !== '' && error === null;
  return (
    <Page title={t('title')} lead={t('lead')}>
      <UrlForm
        key={url}
        url={url}
        isBusy={isFetching}
        onAsk={(asked) => {
          if (asked === url) void refetch();
          else setSearch({ url: asked });
        }}
      />
      {url === '' && (
        <Empty title={t('emptyTitle')}>
          <p>{t('emptyLead')}</p>
          <code>forewarm explain https://…</code>
        </Empty>
      )}
      {error !== null && <Fault error={error} onRetry={() => void refetch()} />}
      {isCurrent && data === undefined && <Skeleton />}
      {isCurrent && data !== undefined && <Explanation answer={data} askedAtMs={dataUpdatedAt} url={url} />}
    </Page>
  );
}

function UrlForm({ url, isBusy, onAsk }: { url: string; isBusy: boolean; onAsk(url: string): void }) {
  const { t } = useTranslation('explain');
  const [text, setText] = useState(url);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== '') onAsk(text.trim());
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <TextField
        label={t('url')}
        value={text}
        mono
        placeholder="https://cdn.example.com/…"
        data-search
        onChange={(event) => setText(event.target.value)}
      />
      <Button look="primary" type="submit" disabled={isBusy}>
        {t(isBusy ? 'asking' : 'ask')}
      </Button>
    </form>
  );
}

function Explanation({ answer, askedAtMs, url }: { answer: Answer<'ExplainUcdnUrl'>; askedAtMs: number; url: string }) {
  const { t, i18n } = useTranslation(['explain', 'common']);
  const copies = copiesOf(answer.NodeList);
  const fresh = copies.filter(({ variant }) => variant.State === 'fresh').length;
  return (
    <>
      <div className={styles.truth}>
        <strong>{t('fresh', { fresh: formatCount(fresh, i18n.language), count: copies.length })}</strong>
        <span className={styles.soft}>
          {t('asked')} <Time atS={Math.floor(askedAtMs / 1000)} />
        </span>
        <span className={styles.soft}>
          <LastTask answer={answer} />
        </span>
        <Prefetch url={url} />
      </div>
      <Comparison copies={copies} />
    </>
  );
}

function LastTask({ answer }: { answer: Answer<'ExplainUcdnUrl'> }) {
  const { t } = useTranslation(['explain', 'common']);
  if (answer.LastTaskId === undefined) return t('noLastTask');
  return (
    <>
      {t('lastTask')}{' '}
      <Link href={`/tasks/${answer.LastTaskId}`}>
        {answer.LastTaskType === undefined ? answer.LastTaskId : t(`common:kind.${answer.LastTaskType}`)}
      </Link>
      {answer.LastTaskScope === 'subtree' && ` (${t('subtree')})`}
      {answer.LastTaskTime !== undefined && (
        <>
          {' '}
          <Time atS={answer.LastTaskTime} />
        </>
      )}
    </>
  );
}

function Prefetch({ url }: { url: string }) {
  const { t } = useTranslation('explain');
  const { mutate, isPending } = useDo('PrefetchNewUcdnDomainCache');
  const tell = useTell();
  return (
    <Button
      size="small"
      disabled={isPending}
      onClick={() => mutate({ UrlList: [url] }, { onSuccess: ({ TaskId }) => tell.done(t('submitted'), TaskId), onError: tell.failed })}
    >
      {t('prefetch')}
    </Button>
  );
}
