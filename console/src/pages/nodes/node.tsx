import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'wouter';
import { formatByteRate, formatBytes, formatCount } from '../../format/numbers.ts';
import { visible } from '../../format/shorten.ts';
import { useRead } from '../../server/queries.ts';
import { type Fact, FactList } from '../../ui/facts.tsx';
import { Empty, Fault, Note, Skeleton } from '../../ui/notes.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { Plot, type Line } from '../../ui/plot.tsx';
import { Time } from '../../ui/time.tsx';
import { hourOf } from '../overview/hour.ts';
import { NodeActions } from './nodeactions.tsx';
import { type Node, reasonOf, sinceOf } from './nodestate.ts';
import styles from './nodes.module.css';
import { StateMark } from './statemark.tsx';

const everyMs = 2000;

export default function OneNode() {
  const { t } = useTranslation('nodes');
  const { node: name } = useParams<{ node: string }>();
  const { data, error, refetch } = useRead('DescribeUcdnNode', {}, { everyMs });
  const node = data?.NodeList.find(({ Name }) => Name === name);
  return (
    <Page
      title={visible(name)}
      lead={node !== undefined && <Lead node={node} />}
      back={{ href: '/nodes', label: t('back') }}
      actions={node !== undefined && <NodeActions node={node} />}
    >
      {error !== null && <Fault error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton />}
      {data !== undefined && node === undefined && (
        <Empty title={t('unknown')}>
          <p>{t('unknownLead')}</p>
        </Empty>
      )}
      {node !== undefined && (
        <>
          <Trouble node={node} />
          <Facts node={node} />
          <LastHour name={node.Name} />
        </>
      )}
    </Page>
  );
}

function Lead({ node }: { node: Node }) {
  const { t } = useTranslation(['nodes', 'common']);
  return (
    <span className={styles.state}>
      <StateMark node={node} />
      <span>
        · <Time atS={sinceOf(node)} />
      </span>
      {node.LedgerOpenUrls > 0 && <span>· {t('open', { count: node.LedgerOpenUrls })}</span>}
      <span>· {[t(`common:layer.${node.Layer}`), node.Region, node.Cache].filter(Boolean).join(' · ')}</span>
    </span>
  );
}

function Trouble({ node }: { node: Node }) {
  const reason = reasonOf(node);
  return reason === undefined ? null : <Note kind="warning">{visible(reason)}</Note>;
}

function Facts({ node }: { node: Node }) {
  const { t, i18n } = useTranslation('nodes');
  const count = (text: string) => formatCount(Number(text), i18n.language);
  const facts: readonly Fact[] = [
    [
      t('inFlight'),
      t('inFlightOf', {
        inFlight: formatCount(node.InFlight, i18n.language),
        concurrency: formatCount(node.Concurrency, i18n.language),
      }),
    ],
    [t('waiting'), formatCount(node.Waiting, i18n.language)],
    [t('succeeded'), count(node.Succeeded)],
    [t('failed'), count(node.Failed)],
    [t('bytes'), formatBytes(Number(node.Bytes))],
    node.HttpAddress !== undefined && [t('http'), node.HttpAddress],
    node.HttpsAddress !== undefined && [t('https'), node.HttpsAddress],
    node.Domains.length > 0 && [t('itsDomains'), node.Domains.join(', ')],
  ];
  return (
    <Section title={t('facts')}>
      <FactList className={styles.facts} facts={facts} />
    </Section>
  );
}

function LastHour({ name }: { name: string }) {
  const { t } = useTranslation('nodes');
  const { data } = useRead('DescribeUcdnThroughput', { Node: name, PeriodSeconds: 30 }, { everyMs: 10_000 });
  const hour = useMemo(
    () => (data === undefined ? undefined : hourOf(data.SeriesList[0]?.PeriodList ?? [], data.PeriodSeconds, data.SinceTime)),
    [data],
  );
  const lines = useMemo<Line[]>(() => [{ label: t('rate'), color: '--accent', values: hour?.bytesPerSecond ?? [] }], [hour, t]);
  if (hour === undefined) return <Skeleton lines={3} />;
  return (
    <Section title={t('lastHour')}>
      <Plot label={t('rateLabel')} atS={hour.atS} lines={lines} formatValue={formatByteRate} least={1024} />
    </Section>
  );
}
