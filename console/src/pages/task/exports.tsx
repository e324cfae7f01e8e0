import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WireStatus } from '../../../../src/client/index.ts';
import { formatCount } from '../../format/numbers.ts';
import { useSession } from '../../session/session.tsx';
import type { Task } from '../../tasks/task.ts';
import { Button } from '../../ui/button.tsx';
import { useTell } from '../../ui/toasts.tsx';
import { exportRows, saveAs, type Format } from './exportrows.ts';
import styles from './task.module.css';

/** All URLs that the filter leaves, with what each node made of them, as a file. */
export function Exports({ task, status }: { task: Task; status: WireStatus | undefined }) {
  const { t, i18n } = useTranslation(['task', 'common']);
  const { client } = useSession();
  const tell = useTell();
  const stop = useRef<AbortController>(undefined);
  const [progress, setProgress] = useState<{ read: number; total: number }>();
  useEffect(() => () => stop.current?.abort(), []);

  const run = async (format: Format) => {
    const controller = new AbortController();
    stop.current = controller;
    const { signal } = controller;
    setProgress({ read: 0, total: task.UrlCount });
    try {
      const file = await exportRows(client, task, {
        format,
        status,
        signal,
        onProgress: (read, total) => !signal.aborted && setProgress({ read, total }),
      });
      if (!signal.aborted) saveAs(file, `forewarm-${task.TaskId}${status === undefined ? '' : `-${status}`}.${format}`);
    } catch (error) {
      if (!signal.aborted) tell.failed(error instanceof Error ? error : new Error(String(error)));
    } finally {
      if (stop.current === controller) setProgress(undefined);
    }
  };
  const count = (value: number) => formatCount(value, i18n.language);
  if (progress !== undefined) {
    return (
      <span className={styles.exporting}>
        <label>
          {t('export.progress', { read: count(progress.read), total: count(progress.total) })}{' '}
          <progress value={progress.read} max={Math.max(1, progress.total)} />
        </label>
        <Button size="small" onClick={() => stop.current?.abort()}>
          {t('export.stop')}
        </Button>
      </span>
    );
  }
  const what = status === undefined ? t('export.all') : t('export.only', { status: t(`common:status.${status}`) });
  return (['csv', 'json'] as const).map((format) => (
    <Button key={format} title={what} onClick={() => void run(format)}>
      {t(`export.${format}`)}
    </Button>
  ));
}
