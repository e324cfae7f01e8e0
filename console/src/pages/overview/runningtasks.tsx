import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { Answer } from '../../../../src/client/index.ts';
import { formatCount } from '../../format/numbers.ts';
import { useRead } from '../../server/queries.ts';
import { TaskProgress } from '../../tasks/progress.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { LongText } from '../../ui/longtext.tsx';
import { Empty, Fault, Skeleton } from '../../ui/notes.tsx';
import { Section } from '../../ui/page.tsx';
import { Status } from '../../ui/status.tsx';
import { Table, type Column } from '../../ui/table.tsx';
import { Time } from '../../ui/time.tsx';

type Task = Answer<'DescribeUcdnTaskSummary'>['TaskSummaryList'][number];

const shown = 20;

export function RunningTasks() {
  const { t, i18n } = useTranslation(['overview', 'common']);
  const [, go] = useLocation();
  const { data, error, refetch } = useRead('DescribeUcdnTaskSummary', { Status: 'process', Limit: shown }, { everyMs: 2000 });
  const tasks = data?.TaskSummaryList;
  const columns: Column<Task>[] = [
    { key: 'task', head: t('task'), cell: (task) => <LongText text={task.TaskId} />, width: 'minmax(120px, 232px)' },
    {
      key: 'type',
      head: t('type'),
      cell: (task) => <Status status={task.Status}>{t(`common:kind.${task.Type}`)}</Status>,
      width: '100px',
    },
    { key: 'progress', head: t('progress'), cell: (task) => <TaskProgress task={task} />, width: 'minmax(90px, 3fr)' },
    {
      key: 'urls',
      head: t('urls'),
      cell: (task) => formatCount(task.UrlCount, i18n.language),
      width: '88px',
      align: 'end',
      fromWidth: 560,
    },
    { key: 'created', head: t('created'), cell: (task) => <Time atS={task.CreateTime} />, width: '110px', align: 'end', fromWidth: 680 },
  ];
  return (
    <Section
      title={t('runningTasks')}
      aside={
        <ButtonLink href="/tasks" look="quiet" size="small">
          {t('allTasks')}
        </ButtonLink>
      }
    >
      {error !== null && <Fault error={error} onRetry={() => void refetch()} />}
      {tasks === undefined && error === null && <Skeleton />}
      {tasks?.length === 0 && (
        <Empty title={t('noTasks')}>
          <p>{t('noTasksLead')}</p>
          <code>forewarm prefetch --wait https://…</code>
        </Empty>
      )}
      {tasks !== undefined && tasks.length > 0 && (
        <Table
          label={t('runningTasks')}
          columns={columns}
          total={tasks.length}
          rowAt={(index) => tasks[index]}
          rowKey={(task) => task.TaskId}
          onOpen={(task) => go(`/tasks/${task.TaskId}`)}
        />
      )}
    </Section>
  );
}
