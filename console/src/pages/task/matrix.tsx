import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'wouter';
import { isEndedOnWire, wireStatuses, type WireStatus } from '../../../../src/client/index.ts';
import { formatCount } from '../../format/numbers.ts';
import { useRows } from '../../server/pages.ts';
import type { Task } from '../../tasks/task.ts';
import { LongText } from '../../ui/longtext.tsx';
import { Fault, Skeleton } from '../../ui/notes.tsx';
import { Section } from '../../ui/page.tsx';
import { StatusMark } from '../../ui/status.tsx';
import { Table, type Column } from '../../ui/table.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { useWidth } from '../../ui/width.ts';
import { detailAction } from './exportrows.ts';
import { useTaskAddress } from './address.ts';
import styles from './matrix.module.css';
import { inOrder, type UrlRow } from './nodestate.ts';
import { Legend, NodeCell, Strip, type TaskWords } from './strip.tsx';
import { UrlPanel } from './urlpanel.tsx';

const everyMs = 2000;
const pageSize = 100;
/** So much must be left for the URL, and for each node with words. */
const urlPx = 420;
const nodePx = 136;
/** A share of the width for the strip, at most, however many nodes there are. */
const stripShare = 0.45;
const markPx = 16;

/** URL × node: what each node made of each URL. */
export function Matrix({ task }: { task: Task }) {
  const { t, i18n } = useTranslation(['task', 'common']);
  const { status, url, hrefWith } = useTaskAddress(task.TaskId);
  const [, setSearch] = useSearchParams();
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const rows = useRows(detailAction(task.Type), {
    pageSize,
    page: (offset, limit) => ({ TaskId: task.TaskId, Offset: offset, Limit: limit, ...(status !== undefined && { Status: status }) }),
    pick: ({ UrlDetailList, TotalCount }) => ({ rows: UrlDetailList, total: TotalCount }),
    everyMs: isEndedOnWire(task.Status) ? undefined : everyMs,
  });
  const open = (index: number | undefined) =>
    setSearch(
      (now) => {
        const next = new URLSearchParams(now);
        if (index === undefined) next.delete('url');
        else next.set('url', String(index));
        return next;
      },
      // From one URL to the next is no step that one would go back.
      { replace: url !== undefined && index !== undefined },
    );
  const isWorded = width >= urlPx + task.Nodes.length * nodePx;
  const columns = useColumns(task.Nodes, isWorded, width);
  const { total, error } = rows;
  const count = (value: number) => formatCount(value, i18n.language);
  return (
    <Section title={t('urlsAndNodes')} aside={<Legend />}>
      <Tabs
        label={t('byStatus')}
        tabs={[
          { href: hrefWith({ status: undefined }), label: `${t('all')} ${count(task.UrlCount)}`, isCurrent: status === undefined },
          ...wireStatuses
            .filter((one) => countOf(task, one) > 0 || one === status)
            .map((one) => ({
              href: hrefWith({ status: one }),
              label: (
                <>
                  <StatusMark status={one} /> {t(`common:status.${one}`)} {count(countOf(task, one))}
                </>
              ),
              isCurrent: status === one,
            })),
        ]}
      />
      {!isWorded && <NodeNames names={task.Nodes} />}
      {error !== null && <Fault error={error} />}
      <div className={styles.split} data-open={url !== undefined}>
        <div ref={frame}>
          {total === undefined && error === null && <Skeleton lines={8} />}
          {total === 0 && <p>{t('noUrls')}</p>}
          {total !== undefined && total > 0 && (
            <Table
              label={t('urlsAndNodes')}
              columns={columns}
              total={total}
              rowAt={rows.rowAt}
              rowKey={(_, index) => String(index)}
              onSee={rows.see}
              onOpen={(_, index) => open(index)}
              openIndex={url}
              startAt={Math.max(0, (url ?? 0) - 3)}
              listKey={status ?? ''}
              maxRows={rowsOfWindow()}
            />
          )}
        </div>
        {url !== undefined && (
          <UrlPanel task={task} status={status} index={url} total={total} onMove={open} onClose={() => open(undefined)} />
        )}
      </div>
    </Section>
  );
}

function useColumns(names: readonly string[], isWorded: boolean, width: number): readonly Column<UrlRow>[] {
  const { t, i18n } = useTranslation(['task', 'common']);
  const stripPx = Math.round(Math.min(names.length * markPx, width * stripShare));
  // The same as long as nothing of it changes: rows are drawn again only with other columns.
  return useMemo(
    (): readonly Column<UrlRow>[] => [
      {
        key: 'index',
        head: '#',
        cell: (_, index) => <span className={styles.index}>{formatCount(index + 1, i18n.language)}</span>,
        width: '52px',
        align: 'end',
        fromWidth: 560,
      },
      {
        key: 'status',
        head: <span className="visually-hidden">{t('status')}</span>,
        cell: (row) => <RowStatus row={row} t={t} />,
        width: '16px',
      },
      { key: 'url', head: t('url'), cell: (row) => <LongText text={row.Url} copy={false} />, width: 'minmax(0, 1fr)' },
      ...(isWorded
        ? names.map((name, place): Column<UrlRow> => ({
            key: `node ${name}`,
            head: <span title={name}>{name}</span>,
            cell: (row) => <NodeCell node={inOrder(row, names)[place]} t={t} />,
            width: `${nodePx - markPx}px`,
          }))
        : [
            {
              key: 'nodes',
              head: (
                <>
                  <span className="visually-hidden">{t('fact.nodes')}</span>
                  <Heads names={names} />
                </>
              ),
              cell: (row: UrlRow) => <Strip row={row} names={names} t={t} />,
              width: `${stripPx}px`,
            },
          ]),
    ],
    [names, isWorded, stripPx, t, i18n.language],
  );
}

function RowStatus({ row, t }: { row: UrlRow; t: TaskWords }) {
  const word = t(`common:status.${row.Status}`);
  return (
    <span role="img" aria-label={word} title={row.Status === 'process' ? `${word}, ${row.Progress}%` : word}>
      <StatusMark status={row.Status} />
    </span>
  );
}

/** Numbers over the marks, which the line of names explains. */
function Heads({ names }: { names: readonly string[] }) {
  return (
    <span className={styles.heads} aria-hidden="true">
      {names.map((name, index) => (
        <span key={name} title={name}>
          {names.length < 10 || (index + 1) % 5 === 0 ? index + 1 : ''}
        </span>
      ))}
    </span>
  );
}

function NodeNames({ names }: { names: readonly string[] }) {
  return (
    <ol className={styles.nodeNames}>
      {names.map((name, index) => (
        <li key={name}>
          <b>{index + 1}</b> {name}
        </li>
      ))}
    </ol>
  );
}

function countOf(task: Task, status: WireStatus): number {
  switch (status) {
    case 'wait':
      return task.WaitCount;
    case 'process':
      return task.ProcessCount;
    case 'success':
      return task.SuccessCount;
    case 'failure':
      return task.FailureCount;
    case 'unknow':
      return task.UnknowCount;
  }
}

/** As many as fill the window once one has scrolled down to them. */
function rowsOfWindow(): number {
  return Math.max(8, Math.floor((innerHeight - 200) / 32));
}
