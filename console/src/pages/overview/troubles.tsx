import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { visible } from '../../format/shorten.ts';
import { StatusMark } from '../../ui/status.tsx';
import { Time } from '../../ui/time.tsx';
import { type Node, reasonOf, sinceOf } from '../nodes/nodestate.ts';
import styles from './overview.module.css';

export function isInTrouble(node: Node): boolean {
  return node.DownReason !== undefined || node.TroubleReason !== undefined || node.LedgerState !== 'ready';
}

/** What is wrong with each node, and since when. */
export function Troubles({ nodes }: { nodes: readonly Node[] }) {
  const { t } = useTranslation('overview');
  if (nodes.length === 0) return <p className={styles.soft}>{t('noTroubles')}</p>;
  return (
    <ul className={styles.troubles}>
      {nodes.map((node) => (
        <li key={node.Name} className={styles.trouble}>
          <StatusMark status={node.DownReason === undefined ? 'unknow' : 'failure'} />
          <Link href={`/nodes/${encodeURIComponent(node.Name)}`}>{node.Name}</Link>
          <span>{visible(reasonOf(node) ?? node.LedgerState)}</span>
          <span className={styles.soft}>
            <Time atS={sinceOf(node)} />
          </span>
        </li>
      ))}
    </ul>
  );
}
