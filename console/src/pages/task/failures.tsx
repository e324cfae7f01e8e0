import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { formatCount } from '../../format/numbers.ts';
import { shortenMiddle, visible } from '../../format/shorten.ts';
import { Button } from '../../ui/button.tsx';
import { LongText } from '../../ui/longtext.tsx';
import { Section } from '../../ui/page.tsx';
import { StatusMark } from '../../ui/status.tsx';
import { explainHref } from './explainhref.ts';
import { reasonWord } from './nodestate.ts';
import styles from './task.module.css';
import type { Failures } from './truth.tsx';

type Group = Failures['FailureList'][number];

const groupsShown = 6;
const nodesShown = 4;

/** Why it failed, the most frequent reason first, before any single URL. */
export function FailureGroups({ failures }: { failures: Failures }) {
  const { t, i18n } = useTranslation('task');
  const [isWhole, setWhole] = useState(false);
  const { FailureList: groups, OtherCount, Complete } = failures;
  if (groups.length === 0) return null;
  return (
    <Section title={t('failures')}>
      <ul className={styles.groups}>
        {groups.slice(0, isWhole ? groups.length : groupsShown).map((group) => (
          <FailureGroup key={JSON.stringify([group.Status, group.Reason, group.HttpStatus, group.Verdict, group.Message])} group={group} />
        ))}
      </ul>
      {groups.length > groupsShown && !isWhole && (
        <div>
          <Button size="small" onClick={() => setWhole(true)}>
            {t('moreGroups', { count: groups.length - groupsShown })}
          </Button>
        </div>
      )}
      {OtherCount > 0 && (
        <p className={styles.soft}>{t('otherFailures', { count: OtherCount, total: formatCount(OtherCount, i18n.language) })}</p>
      )}
      {!Complete && <p className={styles.soft}>{t('failuresBounded')}</p>}
    </Section>
  );
}

function FailureGroup({ group }: { group: Group }) {
  const { t, i18n } = useTranslation(['task', 'common']);
  const count = (value: number) => formatCount(value, i18n.language);
  const nodes = group.NodeList.slice(0, nodesShown).map(({ Node, Count }) => t('onNode', { node: Node, urls: count(Count) }));
  if (group.NodeList.length > nodesShown) nodes.push(t('moreNodes', { count: group.NodeList.length - nodesShown }));
  const explain = explainHref(group.Url);
  return (
    <li className={styles.group}>
      <StatusMark status={group.Status} />
      <span className={styles.groupReason}>{reasonWord(group, t)}</span>
      <span className={styles.groupCount}>{t('urls', { count: group.UrlCount, total: count(group.UrlCount) })}</span>
      <span className={styles.groupText}>
        {group.Message !== undefined && <span>{shortenMiddle(visible(group.Message), 300)}</span>}
        <span className={styles.groupExample}>
          <span className={styles.soft}>{t('example')}</span>
          <LongText text={group.Url} />
          {explain !== undefined && <Link href={explain}>{t('explain')}</Link>}
        </span>
      </span>
      <span className={styles.groupNodes}>{nodes.join(t('truth.comma'))}</span>
    </li>
  );
}
