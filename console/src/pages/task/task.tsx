import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'wouter';
import { isEndedOnWire } from '../../../../src/client/index.ts';
import { useRead } from '../../server/queries.ts';
import { useSession } from '../../session/session.tsx';
import { TaskProgress } from '../../tasks/progress.tsx';
import type { Task } from '../../tasks/task.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy.tsx';
import { LongText } from '../../ui/longtext.tsx';
import { Empty, Fault, Skeleton } from '../../ui/notes.tsx';
import { Page } from '../../ui/page.tsx';
import { Status } from '../../ui/status.tsx';
import { useTaskAddress } from './address.ts';
import { CancelTask } from './cancel.tsx';
import { Coverage } from './coverage.tsx';
import { curlOfTask } from './curl.ts';
import { Exports } from './exports.tsx';
import { Facts } from './facts.tsx';
import { FailureGroups } from './failures.tsx';
import { Matrix } from './matrix.tsx';
import { RetryTask } from './retry.tsx';
import { useSamples } from './samples.ts';
import styles from './task.module.css';
import { Truth } from './truth.tsx';
import { useCoverage } from './usecoverage.ts';

// The plot is loaded for tasks that run; most that are looked at have ended.
const RateTimeline = lazy(() => import('./ratetimeline.tsx'));

const everyMs = 1500;
/** What failed is counted by the server line by line: not as often as the rest. */
const failuresEveryMs = 5000;

/** One task: what it came to, why not, and every URL on every node. */
export default function TaskPage() {
  const { t } = useTranslation(['task', 'common']);
  const { taskId } = useParams<{ taskId: string }>();
  const summary = useRead(
    'DescribeUcdnTaskSummary',
    { TaskId: [taskId], Limit: 1 },
    { everyMs: (read) => (isEndedOnWire(read?.TaskSummaryList[0]?.Status ?? 'wait') ? undefined : everyMs) },
  );
  const task = summary.data?.TaskSummaryList[0];
  const back = { href: '/tasks', label: t('common:place.tasks') };
  if (task !== undefined) return <Known key={task.TaskId} task={task} readAtMs={summary.dataUpdatedAt} error={summary.error} />;
  return (
    <Page title={t('task')} back={back}>
      {summary.error !== null && <Fault error={summary.error} onRetry={() => void summary.refetch()} />}
      {summary.data === undefined && summary.error === null && <Skeleton />}
      {summary.data !== undefined && (
        <Empty title={t('gone')}>
          <p>{t('goneLead')}</p>
          <ButtonLink href="/tasks">{t('allTasks')}</ButtonLink>
        </Empty>
      )}
    </Page>
  );
}

function Known({ task, readAtMs, error }: { task: Task; readAtMs: number; error: Error | null }) {
  const { t } = useTranslation(['task', 'common']);
  const { projectId } = useSession();
  const { status, url } = useTaskAddress(task.TaskId);
  const isEnded = isEndedOnWire(task.Status);
  const samples = useSamples(task, readAtMs);
  const coverage = useCoverage(task.TaskId);
  const failures = useRead(
    'DescribeUcdnTaskFailure',
    { TaskId: task.TaskId },
    { everyMs: isEnded ? undefined : failuresEveryMs, enabled: task.FailureCount + task.UnknowCount + task.ProcessCount > 0 },
  );
  useLastReading(isEnded);
  return (
    <Page
      title={`${t(`titleOf.${task.Type}`)} ${task.TaskId}`}
      heading={
        <span className={styles.heading}>
          {t(`titleOf.${task.Type}`)} <LongText text={task.TaskId} />
        </span>
      }
      back={{ href: '/tasks', label: t('common:place.tasks'), isNearest: url === undefined }}
      lead={<Truth task={task} failures={failures.data} />}
      actions={
        <>
          {task.FailureCount + task.UnknowCount > 0 && <RetryTask task={task} />}
          {!isEnded && <CancelTask task={task} />}
          {(task.Type === 'prefetch' || task.ThenPrefetch === true) && (
            <Button disabled={coverage.state.is === 'asking'} title={t('coverage.hint')} onClick={coverage.ask}>
              {t('coverage.ask')}
            </Button>
          )}
          <Exports task={task} status={status} />
          <CopyButton text={() => curlOfTask({ endpoint: location.origin, taskId: task.TaskId, projectId })}>{t('copyCurl')}</CopyButton>
        </>
      }
    >
      {error !== null && <Fault error={error} />}
      <div className={styles.bar}>
        <Status status={task.Status} />
        <TaskProgress task={task} withShare />
      </div>
      <Facts task={task} />
      {samples.length > 1 && (
        <Suspense>
          <RateTimeline samples={samples} />
        </Suspense>
      )}
      {failures.error !== null && <Fault error={failures.error} onRetry={() => void failures.refetch()} />}
      {failures.data !== undefined && <FailureGroups failures={failures.data} />}
      <Coverage state={coverage.state} onAsk={coverage.ask} onStop={coverage.stop} />
      <Matrix task={task} />
    </Page>
  );
}

/** Once a task has ended nothing more is read of it by itself: what is shown must be from after its end. */
function useLastReading(isEnded: boolean): void {
  const queries = useQueryClient();
  const wasEnded = useRef(isEnded);
  useEffect(() => {
    if (isEnded && !wasEnded.current) void queries.invalidateQueries();
    wasEnded.current = isEnded;
  }, [isEnded, queries]);
}
