import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../../format/numbers.ts';
import { useDo } from '../../server/queries.ts';
import { endedUrls, type Task } from '../../tasks/task.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmByTyping } from '../../ui/dialog.tsx';
import { useTell } from '../../ui/toasts.tsx';
import styles from './task.module.css';

/** So much of the TaskId is typed to confirm: enough to know that it is this one. */
const typedLength = 6;

/** Ends a task that has not ended; what that reaches is shown first, and goes on being counted while one reads it. */
export function CancelTask({ task }: { task: Task }) {
  const { t } = useTranslation('task');
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button look="danger" onClick={() => setOpen(true)}>
        {t('cancel.open')}
      </Button>
      {isOpen && <CancelDialog task={task} onClose={() => setOpen(false)} />}
    </>
  );
}

function CancelDialog({ task, onClose }: { task: Task; onClose(): void }) {
  const { t, i18n } = useTranslation('task');
  const tell = useTell();
  const cancel = useDo('CancelUcdnCacheTask');
  const run = async () => {
    try {
      // Told to the end even when the page has seen that the task has ended, and has no place for this dialog any more.
      const { CancelledList } = await cancel.mutateAsync({ TaskId: [task.TaskId] });
      tell.done(t(CancelledList.length > 0 ? 'cancel.done' : 'cancel.hadEnded'));
      onClose();
    } catch {
      // Shown in the dialog.
    }
  };
  const count = (value: number) => formatCount(value, i18n.language);
  const open = task.WaitCount + task.ProcessCount;
  return (
    <ConfirmByTyping
      title={t('cancel.title')}
      isOpen
      onClose={onClose}
      typed={task.TaskId.slice(-typedLength)}
      doLabel={t('cancel.do')}
      isBusy={cancel.isPending}
      error={cancel.error}
      onDo={() => void run()}
    >
      <ul className={styles.reach}>
        <li>{t('cancel.ends', { count: open, urls: count(open), running: count(task.ProcessCount), waiting: count(task.WaitCount) })}</li>
        <li>{t('cancel.keeps', { count: endedUrls(task), urls: count(endedUrls(task)) })}</li>
        <li>{t('cancel.followers')}</li>
      </ul>
    </ConfirmByTyping>
  );
}
