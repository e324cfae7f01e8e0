import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useUnreachableSince } from '../server/reachable.ts';
import { Button } from '../ui/button.tsx';
import { StatusMark } from '../ui/status.tsx';
import { Time } from '../ui/time.tsx';
import styles from './frame.module.css';

/** While the server can't be reached: says how old is what is shown. */
export function Stale() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const sinceMs = useUnreachableSince();
  if (sinceMs === undefined) return null;
  return (
    <div className={styles.stale} role="status">
      <StatusMark status="unknow" />
      <span>
        {t('stale')} <Time atS={Math.floor(sinceMs / 1000)} />
      </span>
      <Button size="small" onClick={() => void queries.refetchQueries({ type: 'active' })}>
        {t('tryAgain')}
      </Button>
    </div>
  );
}
