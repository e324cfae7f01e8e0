import { useTranslation } from 'react-i18next';
import { formatCount, formatShare } from '../format/numbers.ts';
import { StatusBar } from '../ui/bar.tsx';
import { shareOf } from './pace.ts';
import styles from './progress.module.css';
import { endedUrls, type Task } from './task.ts';

/** How far a task is: a bar of what its URLs have become, and the share that is done. */
export function TaskProgress({ task, withShare = false }: { task: Task; withShare?: boolean }) {
  const { t, i18n } = useTranslation();
  const share = formatShare(task.UrlCount === 0 ? 0 : endedUrls(task) / task.UrlCount, i18n.language);
  return (
    <span className={styles.progress}>
      <StatusBar
        counts={{ success: task.SuccessCount, failure: task.FailureCount, unknow: task.UnknowCount, process: task.ProcessCount }}
        total={task.UrlCount}
        label={`${share}, ${formatCount(task.FailureCount, i18n.language)} ${t('status.failure')}`}
      />
      {withShare && <span className={styles.share}>{Math.floor(shareOf(task) * 100)}%</span>}
    </span>
  );
}
