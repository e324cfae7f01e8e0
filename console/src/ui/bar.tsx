import type { WireStatus } from '../../../src/wire/status.ts';
import styles from './bar.module.css';
import { classes } from './classes.ts';

const order: readonly WireStatus[] = ['success', 'failure', 'unknow', 'process'];

/** How many of `total` have each status, as one bar; `label` says the same for those who don't see it. */
export function StatusBar({ counts, total, label }: { counts: Partial<Record<WireStatus, number>>; total: number; label: string }) {
  return (
    <div className={styles.bar} role="img" aria-label={label}>
      {order.map((status) => {
        const share = total === 0 ? 0 : (counts[status] ?? 0) / total;
        return <div key={status} className={classes(styles.part, styles[status])} style={{ width: `${share * 100}%` }} />;
      })}
    </div>
  );
}
