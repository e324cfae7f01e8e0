import { useTranslation } from 'react-i18next';
import type { Answer } from '../../../../src/client/index.ts';
import { formatCount } from '../../format/numbers.ts';
import type { Task } from '../../tasks/task.ts';
import styles from './task.module.css';
import { reasonWord } from './nodestate.ts';

export type Failures = Answer<'DescribeUcdnTaskFailure'>;

const reasonsShown = 3;

/** One line of truth: how many URLs have what was asked for, how many have not, and why. */
export function Truth({ task, failures }: { task: Task; failures: Failures | undefined }) {
  const { t, i18n } = useTranslation(['task', 'common']);
  const count = (value: number) => formatCount(value, i18n.language);
  const why = (status: 'failure' | 'unknow') => {
    const reasons = [...reasonsOf(failures, status, (group) => reasonWord(group, t))];
    const told = reasons.slice(0, reasonsShown).map(([reason, urls]) => `${count(urls)} ${reason}`);
    if (reasons.length > reasonsShown) told.push(t('truth.otherReasons', { count: reasons.length - reasonsShown }));
    return told.length === 0 ? '' : `${t('truth.colon')}${told.join(t('truth.comma'))}`;
  };
  const done = t(`truth.${doneWord(task)}`, {
    count: task.UrlCount,
    done: count(task.SuccessCount),
    total: count(task.UrlCount),
    nodes: count(task.Nodes.length),
  });
  const parts = [
    done,
    task.ProcessCount > 0 && t('truth.running', { urls: count(task.ProcessCount) }),
    task.WaitCount > 0 && t('truth.waiting', { urls: count(task.WaitCount) }),
    task.FailureCount > 0 && `${t('truth.failed', { urls: count(task.FailureCount) })}${why('failure')}`,
    task.UnknowCount > 0 && `${t('truth.unknown', { urls: count(task.UnknowCount) })}${why('unknow')}`,
  ];
  return <span className={styles.truth}>{`${parts.filter((part) => part !== false).join(t('truth.semicolon'))}${t('truth.stop')}`}</span>;
}

/** How sure it is that the URLs are there: never more is said than is known of all of them. */
function doneWord({ Type, ThenPrefetch, Verdicts }: Task): 'proven' | 'stored' | 'pulled' | 'purged' | 'renewed' {
  if (Type === 'refresh') return ThenPrefetch === true ? 'renewed' : 'purged';
  const { HitProven, StoredLikely, Unknown } = Verdicts;
  if (HitProven > 0 && StoredLikely + Unknown === 0) return 'proven';
  return HitProven + StoredLikely > 0 ? 'stored' : 'pulled';
}

function reasonsOf(
  failures: Failures | undefined,
  status: 'failure' | 'unknow',
  word: (group: Failures['FailureList'][number]) => string,
): Map<string, number> {
  const urls = new Map<string, number>();
  for (const group of failures?.FailureList ?? []) {
    if (group.Status === status) urls.set(word(group), (urls.get(word(group)) ?? 0) + group.UrlCount);
  }
  return new Map([...urls].sort(([, a], [, b]) => b - a));
}
