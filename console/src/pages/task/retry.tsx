import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { formatCount } from '../../format/numbers.ts';
import { useDo } from '../../server/queries.ts';
import type { Task } from '../../tasks/task.ts';
import { Button } from '../../ui/button.tsx';
import { useTell } from '../../ui/toasts.tsx';

/** Submits what failed, or can't be known, once more, on those nodes only that do not have it; then the new task is shown. */
export function RetryTask({ task }: { task: Task }) {
  const { t, i18n } = useTranslation('task');
  const [, go] = useLocation();
  const tell = useTell();
  const retry = useDo('RetryUcdnCacheTask');
  const urls = task.FailureCount + task.UnknowCount;
  return (
    <Button
      look="primary"
      title={t('retry.reach')}
      disabled={retry.isPending}
      onClick={() =>
        retry.mutate(
          { TaskId: task.TaskId },
          {
            onSuccess: ({ TaskId }) => {
              tell.done(t('retry.done'));
              go(`/tasks/${encodeURIComponent(TaskId)}`);
            },
            onError: tell.failed,
          },
        )
      }
    >
      {t('retry.do', { count: urls, urls: formatCount(urls, i18n.language) })}
    </Button>
  );
}
