import { useTranslation } from 'react-i18next';
import type { WireStatus } from '../../../src/wire/status.ts';
import { classes } from './classes.ts';
import styles from './status.module.css';

/** A shape for each status, so that none is told by colour alone. */
const shapes: Readonly<Record<WireStatus, React.ReactNode>> = {
  success: (
    <>
      <circle cx="8" cy="8" r="7" fill="currentColor" />
      <path d="M4.8 8.3l2.1 2.1 4.3-4.6" stroke="var(--surface)" strokeWidth="1.8" fill="none" />
    </>
  ),
  process: (
    <>
      <circle cx="8" cy="8" r="6.2" stroke="currentColor" strokeWidth="1.6" fill="none" />
      <path d="M8 1.8a6.2 6.2 0 0 1 0 12.4z" fill="currentColor" />
    </>
  ),
  wait: <circle cx="8" cy="8" r="6.2" stroke="currentColor" strokeWidth="1.6" strokeDasharray="2.6 2.2" fill="none" />,
  failure: (
    <>
      <rect x="1" y="1" width="14" height="14" rx="2.5" fill="currentColor" />
      <path d="M5 5l6 6M11 5l-6 6" stroke="var(--surface)" strokeWidth="1.8" />
    </>
  ),
  unknow: (
    <>
      <path d="M8 .8L15.2 8 8 15.2.8 8z" fill="currentColor" />
      <path d="M6.3 6.5a1.8 1.8 0 1 1 2.3 1.8c-.4.1-.6.4-.6.8v.3" stroke="var(--surface)" strokeWidth="1.4" fill="none" />
      <circle cx="8" cy="11.3" r=".9" fill="var(--surface)" />
    </>
  ),
};

export function StatusMark({ status }: { status: WireStatus }) {
  return (
    <svg className={classes(styles.mark, styles[status])} viewBox="0 0 16 16" aria-hidden="true">
      {shapes[status]}
    </svg>
  );
}

/** Shape and word. `children` in the place of the word, where the status means something else there. */
export function Status({ status, children }: { status: WireStatus; children?: React.ReactNode }) {
  const { t } = useTranslation();
  return (
    <span className={styles.status}>
      <StatusMark status={status} />
      <span>{children ?? t(`status.${status}`)}</span>
    </span>
  );
}
