import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { inOrder, kindOf, longWord, shortWord, type CellKind, type NodeRow, type UrlRow } from './nodestate.ts';
import styles from './matrix.module.css';

/** Handed in: each row that looked for the words by itself would cost what the whole of it costs. */
export type TaskWords = TFunction<['task', 'common']>;

/** What each node made of a URL: a mark for each, in the order of the task's nodes. */
export function Strip({ row, names, t }: { row: UrlRow; names: readonly string[]; t: TaskWords }) {
  const nodes = inOrder(row, names);
  const label = nodes.map((node) => node !== undefined && `${node.Node}: ${shortWord(node, t)}`).filter((part) => part !== false);
  return (
    <span className={styles.strip} role="img" aria-label={label.join('; ')}>
      {nodes.map((node, index) => (
        <span
          key={names[index]}
          className={styles.slot}
          // Written only once it is pointed at: there are thousands of them.
          onMouseEnter={({ currentTarget }) => {
            currentTarget.title = node === undefined ? `${names[index] ?? ''}: ${t('notHere')}` : longWord(node, t);
          }}
        >
          <Mark kind={kindOf(node)} />
        </span>
      ))}
    </span>
  );
}

/** The same with words, where there is room for them. */
export function NodeCell({ node, t }: { node: NodeRow | undefined; t: TaskWords }) {
  return (
    <span
      className={styles.worded}
      onMouseEnter={({ currentTarget }) => {
        currentTarget.title = node === undefined ? t('notHere') : longWord(node, t);
      }}
    >
      <Mark kind={kindOf(node)} />
      {node !== undefined && <span>{shortWord(node, t)}</span>}
    </span>
  );
}

export function Mark({ kind }: { kind: CellKind }) {
  return <span className={styles.mark} data-kind={kind} />;
}

const legend: readonly CellKind[] = ['proven', 'likely', 'done', 'failed', 'unknown', 'running', 'waiting'];

/** What the marks mean. */
export function Legend() {
  const { t } = useTranslation('task');
  return (
    <ul className={styles.legend}>
      {legend.map((kind) => (
        <li key={kind}>
          <Mark kind={kind} />
          {t(`cell.${kind}`)}
        </li>
      ))}
    </ul>
  );
}
