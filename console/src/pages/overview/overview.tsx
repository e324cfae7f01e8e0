import { useTranslation } from 'react-i18next';
import type { Answer } from '../../../../src/client/index.ts';
import { formatCount } from '../../format/numbers.ts';
import { useRead } from '../../server/queries.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { Fault, Skeleton } from '../../ui/notes.tsx';
import { Page, Section } from '../../ui/page.tsx';
import styles from './overview.module.css';
import { Quotas } from './quotas.tsx';
import { LastHour } from './lasthour.tsx';
import { RunningTasks } from './runningtasks.tsx';
import { isInTrouble, Troubles } from './troubles.tsx';

const everyMs = 3000;

/** Is it healthy, is it moving, what is failing? */
export default function Overview() {
  const { t, i18n } = useTranslation('overview');
  const nodes = useRead('DescribeUcdnNode', {}, { everyMs });
  const list = nodes.data?.NodeList;
  const ailing = list?.filter(isInTrouble) ?? [];
  return (
    <Page
      title={t('title')}
      lead={
        list !== undefined &&
        (ailing.length === 0
          ? t('healthy', { nodes: formatCount(list.length, i18n.language) })
          : t('ailing', { count: ailing.length, nodes: formatCount(list.length, i18n.language) }))
      }
      actions={
        <ButtonLink href="/submit" look="primary">
          {t('submit')}
        </ButtonLink>
      }
    >
      <Figures nodes={list} />
      {nodes.error !== null && <Fault error={nodes.error} onRetry={() => void nodes.refetch()} />}
      <LastHour />
      <div className={styles.columns}>
        <Section title={t('troubles')}>{list === undefined ? <Skeleton lines={3} /> : <Troubles nodes={ailing} />}</Section>
        <Quotas />
      </div>
      <RunningTasks />
    </Page>
  );
}

function Figures({ nodes }: { nodes: Answer<'DescribeUcdnNode'>['NodeList'] | undefined }) {
  const { t, i18n } = useTranslation('overview');
  const running = useRead('DescribeUcdnTaskSummary', { Status: 'process', Limit: 0 }, { everyMs });
  const waiting = useRead('DescribeUcdnTaskSummary', { Status: 'wait', Limit: 0 }, { everyMs });
  const failed = useRead('DescribeUcdnTaskSummary', { Status: 'failure', Limit: 0, BeginTime: anHourAgoS() }, { everyMs: everyMs * 5 });
  const inFlight = nodes?.reduce((sum, node) => sum + node.InFlight, 0);
  const figures = [
    [t('running'), running.data?.TotalCount],
    [t('waiting'), waiting.data?.TotalCount],
    [t('failedHour'), failed.data?.TotalCount],
    [t('inFlight'), inFlight],
  ] as const;
  return (
    <dl className={styles.figures}>
      {figures.map(([name, value]) => (
        <div key={name} className={styles.figure}>
          <dt>{name}</dt>
          <dd>{value === undefined ? '–' : formatCount(value, i18n.language)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** By the minute, so that the same question is asked again rather than a new one each second. */
function anHourAgoS(): number {
  return (Math.floor(Date.now() / 60_000) - 60) * 60;
}
