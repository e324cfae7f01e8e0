import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { isEndedOnWire, type WireStatus } from '../../../../src/client/index.ts';
import { formatBytes, formatCount } from '../../format/numbers.ts';
import { visible } from '../../format/shorten.ts';
import { formatDuration } from '../../format/times.ts';
import { useRead } from '../../server/queries.ts';
import type { Task } from '../../tasks/task.ts';
import { type Fact, FactList } from '../../ui/facts.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy.tsx';
import { CloseIcon } from '../../ui/icons.tsx';
import { Fault, Skeleton } from '../../ui/notes.tsx';
import { Status } from '../../ui/status.tsx';
import { Time } from '../../ui/time.tsx';
import { detailAction } from './exportrows.ts';
import { explainHref } from './explainhref.ts';
import { kindOf, reasonWord, shortWord, type NodeRow, type UrlRow } from './nodestate.ts';
import { Mark } from './strip.tsx';
import styles from './urlpanel.module.css';

const everyMs = 2000;

type UrlPanelProps = {
  task: Task;
  /** The list that `index` counts in. */
  status: WireStatus | undefined;
  index: number;
  total: number | undefined;
  onMove(index: number): void;
  onClose(): void;
};

/** All that is known of one URL of the task, node by node. */
export function UrlPanel({ task, status, index, total, onMove, onClose }: UrlPanelProps) {
  const { t, i18n } = useTranslation('task');
  const place = useRef<HTMLElement>(null);
  // In braces: newer browsers answer with a promise, which is no clean-up.
  useEffect(() => {
    place.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  const request = { TaskId: task.TaskId, Offset: index, Limit: 1, ...(status !== undefined && { Status: status }) };
  // In a list that is filtered by status, another URL may come to stand at this place while the task runs: it stays with this one.
  const isLive = status === undefined && !isEndedOnWire(task.Status);
  const { data, error, refetch, isPlaceholderData } = useRead(detailAction(task.Type), request, { everyMs: isLive ? everyMs : undefined });
  const row = data?.UrlDetailList[0];
  return (
    <aside ref={place} className={styles.panel} aria-label={t('oneUrl')} data-pending={isPlaceholderData}>
      <div className={styles.head}>
        <h3>{t('urlOf', { index: formatCount(index + 1, i18n.language), total: formatCount(total ?? 0, i18n.language) })}</h3>
        <Button size="small" disabled={index === 0} onClick={() => onMove(index - 1)}>
          {t('previous')}
        </Button>
        <Button size="small" disabled={total === undefined || index + 1 >= total} onClick={() => onMove(index + 1)}>
          {t('next')}
        </Button>
        <Button size="small" look="quiet" aria-label={t('closeUrl')} title={t('closeUrl')} data-back onClick={onClose}>
          <CloseIcon />
        </Button>
      </div>
      {error !== null && <Fault error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton lines={4} />}
      {data !== undefined && row === undefined && <p>{t('noSuchUrl')}</p>}
      {row !== undefined && <Detail row={row} />}
    </aside>
  );
}

function Detail({ row }: { row: UrlRow }) {
  const { t } = useTranslation('task');
  const explain = explainHref(row.Url);
  return (
    <>
      <div className={styles.url} tabIndex={0} role="group" aria-label={t('url')}>
        <bdi>{visible(row.Url)}</bdi>
      </div>
      <div className={styles.line}>
        <Status status={row.Status} />
        {row.Status === 'process' && <span>{row.Progress}%</span>}
        {row.FinishTime > 0 && <Time atS={row.FinishTime} />}
        <span className={styles.actions}>
          <CopyButton text={row.Url}>{t('copyUrl')}</CopyButton>
          {explain !== undefined && (
            <ButtonLink size="small" href={explain}>
              {t('explain')}
            </ButtonLink>
          )}
        </span>
      </div>
      <ul className={styles.nodes}>
        {row.Nodes.map((node) => (
          <NodeDetail key={node.Node} node={node} />
        ))}
      </ul>
    </>
  );
}

function NodeDetail({ node }: { node: NodeRow }) {
  const { t, i18n } = useTranslation(['task', 'common']);
  const facts: readonly Fact[] = [
    node.Verdict !== undefined && [t('node.verdict'), t(`common:verdict.${node.Verdict}`)],
    node.Reason !== undefined && [t('node.reason'), reasonWord(node, t)],
    node.HttpStatus !== undefined && [t('node.http'), String(node.HttpStatus)],
    node.CacheStatus !== undefined && [t('node.cache'), visible(node.CacheStatus)],
    node.Bytes !== undefined && [t('node.bytes'), formatBytes(Number(node.Bytes))],
    node.Attempts !== undefined && [t('node.attempts'), formatCount(node.Attempts, i18n.language)],
    node.ElapsedMs !== undefined && [t('node.took'), formatDuration(node.ElapsedMs)],
  ];
  return (
    <li>
      <div className={styles.nodeHead}>
        <Mark kind={kindOf(node)} />
        <b>{node.Node}</b>
        {node.Layer !== undefined && <span className={styles.soft}>{t(`common:layer.${node.Layer}`)}</span>}
        <span className={styles.word}>{shortWord(node, t)}</span>
      </div>
      <FactList className={styles.facts} facts={facts} />
      {node.Message !== undefined && <p className={styles.message}>{visible(node.Message)}</p>}
    </li>
  );
}
