import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useSearchParams } from 'wouter';
import { formatCount } from '../../format/numbers.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Empty, Fault, Skeleton } from '../../ui/notes.tsx';
import { Page } from '../../ui/page.tsx';
import { Table } from '../../ui/table.tsx';
import { useTaskColumns } from './columns.tsx';
import { FilterBar } from './filterbar.tsx';
import { hasFilter, readFilters } from './filters.ts';
import { useLiveList } from './livelist.ts';
import styles from './tasks.module.css';

/** All tasks, newest first. The list stands still while tasks come: they wait at its top. */
export default function Tasks() {
  const { t, i18n } = useTranslation('tasks');
  const [, go] = useLocation();
  const [search, setSearch] = useSearchParams();
  const filters = useMemo(() => readFilters(search), [search]);
  const [start] = useState(() => placeOf(search));
  const { rows, asOfS, waiting, showWaiting } = useLiveList(filters, start.asOfS);
  const columns = useTaskColumns();
  const rest = (first: number) => setSearch((now) => withPlace(now, first, asOfS), { replace: true });
  const { total, error } = rows;
  return (
    <Page
      title={t('title')}
      fills
      lead={total !== undefined && t('lead', { count: total, total: formatCount(total, i18n.language) })}
      actions={
        <ButtonLink href="/submit" look="primary">
          {t('submit')}
        </ButtonLink>
      }
    >
      <FilterBar filters={filters} />
      {error !== null && <Fault error={error} />}
      {total === undefined && error === null && <Skeleton lines={9} />}
      {total === 0 && <NoTasks isFiltered={hasFilter(filters)} isNamed={filters.taskIds.length > 0} />}
      {waiting > 0 && (
        <Button
          className={styles.waiting ?? ''}
          onClick={() => {
            showWaiting();
            setSearch((now) => withPlace(now, 0, undefined), { replace: true });
          }}
        >
          {t('waiting', { count: waiting, total: formatCount(waiting, i18n.language) })}
        </Button>
      )}
      {total !== undefined && total > 0 && (
        <Table
          label={t('title')}
          scrolls="self"
          columns={columns}
          total={total}
          rowAt={rows.rowAt}
          rowKey={(task) => task.TaskId}
          onSee={rows.see}
          onOpen={(task) => go(`/tasks/${task.TaskId}`)}
          listKey={JSON.stringify([filters, asOfS])}
          startAt={start.at}
          onRest={rest}
        />
      )}
    </Page>
  );
}

function NoTasks({ isFiltered, isNamed }: { isFiltered: boolean; isNamed: boolean }) {
  const { t } = useTranslation('tasks');
  if (isNamed) {
    return (
      <Empty title={t('noneNamed')}>
        <p>{t('noneNamedLead')}</p>
        <ButtonLink href="/tasks">{t('clear')}</ButtonLink>
      </Empty>
    );
  }
  return isFiltered ? (
    <Empty title={t('noneFiltered')}>
      <p>{t('noneFilteredLead')}</p>
      <ButtonLink href="/tasks">{t('clear')}</ButtonLink>
    </Empty>
  ) : (
    <Empty title={t('none')}>
      <p>{t('noneLead')}</p>
      <code>forewarm prefetch --wait https://…</code>
      <ButtonLink href="/tasks?window=30d">{t('lookBack')}</ButtonLink>
    </Empty>
  );
}

/** Where in the list one was: its first row that was seen, of the list as it was at a time. */
function placeOf(search: URLSearchParams): { at: number; asOfS: number | undefined } {
  const numberOf = (name: string) => {
    const text = search.get(name);
    return text !== null && /^\d{1,9}$|^1\d{9}$/.test(text) ? Number(text) : undefined;
  };
  return { at: numberOf('at') ?? 0, asOfS: numberOf('asOf') };
}

function withPlace(search: URLSearchParams, at: number, asOfS: number | undefined): URLSearchParams {
  const next = new URLSearchParams(search);
  next.delete('at');
  next.delete('asOf');
  if (at > 0) {
    next.set('at', String(at));
    if (asOfS !== undefined) next.set('asOf', String(asOfS));
  }
  return next;
}
