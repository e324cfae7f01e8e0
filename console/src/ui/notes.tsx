import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { AnswerUnreadable, RequestRefused, ServerUnreachable } from '../../../src/client/index.ts';
import { Button } from './button.tsx';
import { classes } from './classes.ts';
import { CopyButton } from './copy.tsx';
import styles from './notes.module.css';
import { StatusMark } from './status.tsx';

/** What a call ended with, for people: what happened, what still works, what to do; RetCode, Message and request id. */
export function Fault({ error, onRetry }: { error: Error; onRetry?: (() => void) | undefined }) {
  const { t } = useTranslation();
  const { title, advice, marks } = describeFault(error, t);
  return (
    <div className={classes(styles.note, styles.fault)} role="alert">
      <StatusMark status="failure" />
      <div className={styles.body}>
        <p className={styles.title}>{title}</p>
        <p>{error.message}</p>
        <p className={styles.soft}>{advice}</p>
        {marks !== '' && <p className={styles.marks}>{marks}</p>}
      </div>
      <div className={styles.actions}>
        {onRetry !== undefined && (
          <Button size="small" onClick={onRetry}>
            {t('tryAgain')}
          </Button>
        )}
        <CopyButton text={`${title}\n${error.message}\n${marks}`} label={t('copyError')} />
      </div>
    </div>
  );
}

/** Exported for toasts, which tell the same in fewer words. */
export function describeFault(
  error: Error,
  t: (
    key:
      | 'fault.refused'
      | 'fault.refusedAdvice'
      | 'fault.later'
      | 'fault.unreachable'
      | 'fault.unreachableAdvice'
      | 'fault.unreadable'
      | 'fault.unreadableAdvice'
      | 'fault.page'
      | 'fault.pageAdvice',
  ) => string,
) {
  if (error instanceof RequestRefused) {
    const marks = [`RetCode ${error.retCode}`, error.requestId && `request ${error.requestId}`].filter(Boolean).join(' · ');
    return { title: t('fault.refused'), advice: t(error.isRetryable ? 'fault.later' : 'fault.refusedAdvice'), marks };
  }
  if (error instanceof ServerUnreachable) return { title: t('fault.unreachable'), advice: t('fault.unreachableAdvice'), marks: '' };
  if (error instanceof AnswerUnreadable) {
    const marks = [`HTTP ${error.httpStatus}`, error.requestId && `request ${error.requestId}`].filter(Boolean).join(' · ');
    return { title: t('fault.unreadable'), advice: t('fault.unreadableAdvice'), marks };
  }
  return { title: t('fault.page'), advice: t('fault.pageAdvice'), marks: '' };
}

/** Something worth knowing that is no fault. */
export function Note({ kind = 'plain', title, children }: { kind?: 'plain' | 'warning'; title?: string; children?: ReactNode }) {
  return (
    <div className={classes(styles.note, kind === 'warning' && styles.warning)} role="status">
      <StatusMark status={kind === 'warning' ? 'unknow' : 'process'} />
      <div className={styles.body}>
        {title !== undefined && <p className={styles.title}>{title}</p>}
        {children}
      </div>
    </div>
  );
}

/** A page or list with nothing in it: what it will show, and how the first one is made. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** Shown only once a first read takes longer than a moment (its style waits 200 ms). */
export function Skeleton({ lines = 6 }: { lines?: number }) {
  const { t } = useTranslation();
  return (
    <div className={styles.skeleton} role="status" aria-label={t('loading')}>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} />
      ))}
    </div>
  );
}
