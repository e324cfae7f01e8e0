import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { isEndedOnWire } from '../../../../src/client/index.ts';
import { formatByteRate, formatBytes, formatCount } from '../../format/numbers.ts';
import { visible } from '../../format/shorten.ts';
import { formatDuration } from '../../format/times.ts';
import { leftMsOf } from '../../tasks/pace.ts';
import type { Task } from '../../tasks/task.ts';
import { type Fact, FactList } from '../../ui/facts.tsx';
import { LongText } from '../../ui/longtext.tsx';
import { useNow } from '../../ui/now.ts';
import { Time } from '../../ui/time.tsx';
import styles from './task.module.css';

/** From so many characters on it scrolls by itself. */
const longComment = 300;

/** What the task is, and what it has cost so far. What is not known is left out. */
export function Facts({ task }: { task: Task }) {
  const { t, i18n } = useTranslation(['task', 'common']);
  const bytes = Number(task.Bytes ?? 0) + Number(task.FlowingBytes ?? 0);
  const facts: readonly Fact[] = [
    [t('fact.created'), <Time key="created" atS={task.CreateTime} />],
    task.StartTime !== undefined && [t(isEndedOnWire(task.Status) ? 'fact.took' : 'fact.runs'), <Duration key="took" task={task} />],
    !isEndedOnWire(task.Status) && [t('fact.left'), <Left key="left" task={task} />],
    task.Bytes !== undefined && task.Type === 'prefetch' && [t('fact.bytes'), formatBytes(bytes)],
    task.BytesPerSecond !== undefined && [t('fact.rate'), formatByteRate(Number(task.BytesPerSecond))],
    task.RefreshType !== undefined && [t('fact.refresh'), refreshOf(task, t)],
    [
      t('fact.nodes'),
      <span key="nodes" title={task.Nodes.join('\n')}>
        {formatCount(task.Nodes.length, i18n.language)}
      </span>,
    ],
    [t('fact.priority'), task.Priority],
    [t('fact.by'), <code key="by">{visible(task.SubmittedBy)}</code>],
    task.RetryOf !== undefined && [t('fact.retryOf'), <TaskLink key="retry" taskId={task.RetryOf} />],
    task.AfterTaskId !== undefined && [t('fact.after'), <TaskLink key="after" taskId={task.AfterTaskId} />],
  ];
  return (
    <FactList className={styles.facts} facts={facts}>
      {task.Comment !== undefined && (
        <div className={styles.comment}>
          <dt>{t('fact.comment')}</dt>
          <dd {...(task.Comment.length > longComment && { className: styles.long, tabIndex: 0 })}>
            <bdi>{visible(task.Comment)}</bdi>
          </dd>
        </div>
      )}
    </FactList>
  );
}

function refreshOf(
  { RefreshType, RefreshMode, ThenPrefetch }: Task,
  t: (
    key: 'refreshType.file' | 'refreshType.dir' | 'refreshType.m3u8' | 'refreshMode.delete' | 'refreshMode.expire' | 'thenPrefetch',
  ) => string,
): string {
  return [
    RefreshType !== undefined && t(`refreshType.${RefreshType}`),
    RefreshMode !== undefined && t(`refreshMode.${RefreshMode}`),
    ThenPrefetch === true && t('thenPrefetch'),
  ]
    .filter((part) => part !== false)
    .join(', ');
}

function TaskLink({ taskId }: { taskId: string }) {
  return (
    <Link href={`/tasks/${encodeURIComponent(taskId)}`}>
      <LongText text={taskId} copy={false} />
    </Link>
  );
}

function Duration({ task: { StartTime = 0, FinishTime } }: { task: Task }) {
  const nowMs = useNow();
  // The API tells whole seconds.
  const ms = FinishTime === undefined ? nowMs - StartTime * 1000 : (FinishTime - StartTime) * 1000;
  return ms < 1000 ? '< 1s' : formatDuration(ms);
}

function Left({ task }: { task: Task }) {
  const { t } = useTranslation('task');
  const leftMs = leftMsOf(task, useNow());
  return leftMs === undefined ? '–' : t('about', { duration: formatDuration(leftMs) });
}
