import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { formatByteRate, formatBytes, formatCount } from '../../format/numbers.ts';
import { visible } from '../../format/shorten.ts';
import { formatDuration } from '../../format/times.ts';
import { leftMsOf } from '../../tasks/pace.ts';
import { TaskProgress } from '../../tasks/progress.tsx';
import type { Task } from '../../tasks/task.ts';
import { LongText } from '../../ui/longtext.tsx';
import { useNow } from '../../ui/now.ts';
import { Status } from '../../ui/status.tsx';
import type { Column } from '../../ui/table.tsx';
import { Time } from '../../ui/time.tsx';
import styles from './tasks.module.css';

/** What is said of each task; the less room there is, the less. */
export function useTaskColumns(): readonly Column<Task>[] {
  const { t, i18n } = useTranslation(['tasks', 'common']);
  // The same as long as nothing of it changes: rows are drawn again only with other columns.
  return useMemo((): readonly Column<Task>[] => {
    const count = (value: number) => formatCount(value, i18n.language);
    return [
      { key: 'status', head: t('status'), cell: (task) => <Status status={task.Status} />, width: 'minmax(92px, 120px)' },
      { key: 'type', head: t('type'), cell: (task) => t(`common:kind.${task.Type}`), width: '68px', fromWidth: 1060 },
      {
        key: 'task',
        head: t('task'),
        // A link for the mouse, to be opened in another tab too; by keyboard the row opens.
        cell: (task) => (
          <Link href={`/tasks/${task.TaskId}`} className={styles.task} tabIndex={-1} onClick={(event) => event.stopPropagation()}>
            <LongText text={task.TaskId} copy={false} />
          </Link>
        ),
        width: 'minmax(108px, 208px)',
      },
      { key: 'progress', head: t('progress'), cell: (task) => <TaskProgress task={task} withShare />, width: 'minmax(92px, 1.2fr)' },
      { key: 'urls', head: t('urls'), cell: (task) => count(task.UrlCount), width: '72px', align: 'end', fromWidth: 460 },
      {
        key: 'failed',
        head: t('failed'),
        cell: (task) => <Failed count={task.FailureCount} />,
        width: '64px',
        align: 'end',
        fromWidth: 540,
      },
      { key: 'bytes', head: t('bytes'), cell: bytesOf, width: '80px', align: 'end', fromWidth: 760 },
      { key: 'rate', head: t('rate'), cell: rateOf, width: '92px', align: 'end', fromWidth: 1260 },
      { key: 'left', head: t('left'), cell: (task) => <Left task={task} />, width: '72px', align: 'end', fromWidth: 1100 },
      {
        key: 'comment',
        head: t('comment'),
        cell: ({ Comment }) => Comment !== undefined && <bdi title={visible(Comment)}>{visible(Comment)}</bdi>,
        width: 'minmax(96px, 1.6fr)',
        fromWidth: 960,
      },
      { key: 'priority', head: t('priority'), cell: ({ Priority }) => Priority, width: '56px', align: 'end', fromWidth: 1420 },
      {
        key: 'by',
        head: t('by'),
        cell: ({ SubmittedBy }) => <span className={styles.mono}>{visible(SubmittedBy)}</span>,
        width: 'minmax(88px, 0.8fr)',
        fromWidth: 1320,
      },
      { key: 'created', head: t('created'), cell: (task) => <Time atS={task.CreateTime} />, width: '96px', align: 'end', fromWidth: 400 },
    ];
  }, [t, i18n.language]);
}

function bytesOf({ Bytes = '0', FlowingBytes = '0' }: Task): string {
  const bytes = Number(Bytes) + Number(FlowingBytes);
  return bytes === 0 ? '' : formatBytes(bytes);
}

function rateOf({ BytesPerSecond }: Task): string {
  return BytesPerSecond === undefined ? '' : formatByteRate(Number(BytesPerSecond));
}

function Failed({ count }: { count: number }) {
  const { i18n } = useTranslation();
  return count > 0 && <span className={styles.failed}>{formatCount(count, i18n.language)}</span>;
}

function Left({ task }: { task: Task }) {
  const leftMs = leftMsOf(task, useNow());
  return leftMs !== undefined && formatDuration(leftMs);
}
