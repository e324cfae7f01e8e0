import { useTranslation } from 'react-i18next';
import { formatCount, formatShare } from '../../format/numbers.ts';
import { visible } from '../../format/shorten.ts';
import type { Answer } from '../../../../src/client/index.ts';
import { StatusBar } from '../../ui/bar.tsx';
import { Button } from '../../ui/button.tsx';
import { LongText } from '../../ui/longtext.tsx';
import { Fault } from '../../ui/notes.tsx';
import { Section } from '../../ui/page.tsx';
import { Table, type Column } from '../../ui/table.tsx';
import { Time } from '../../ui/time.tsx';
import styles from './task.module.css';
import type { CoverageState } from './usecoverage.ts';

type Node = Answer<'CheckUcdnTaskCoverage'>['NodeList'][number];
type Missing = Answer<'CheckUcdnTaskCoverage'>['MissingList'][number];

/** What the nodes have of the task now, which may differ from what they had when it ended. */
export function Coverage({ state, onAsk, onStop }: { state: CoverageState; onAsk(): void; onStop(): void }) {
  const { t, i18n } = useTranslation('task');
  if (state.is === 'idle') return null;
  const count = (value: number) => formatCount(value, i18n.language);
  return (
    <Section
      title={t('coverage.title')}
      aside={
        <Button size="small" look="quiet" onClick={onStop}>
          {t(state.is === 'asking' ? 'coverage.stop' : 'coverage.close')}
        </Button>
      }
    >
      {state.is === 'failed' && <Fault error={state.error} onRetry={onAsk} />}
      {state.is === 'asking' && (
        <label>
          {t('coverage.asking', { asked: count(state.asked), total: count(state.total) })}{' '}
          <progress {...(state.total > 0 && { value: state.asked, max: state.total })} />
        </label>
      )}
      {state.is === 'known' && <Known state={state} />}
    </Section>
  );
}

function Known({ state: { coverage, atMs } }: { state: CoverageState & { is: 'known' } }) {
  const { t, i18n } = useTranslation('task');
  const count = (value: number) => formatCount(value, i18n.language);
  const nodes: Column<Node>[] = [
    { key: 'node', head: t('coverage.node'), cell: ({ Node }) => Node, width: 'minmax(88px, 200px)' },
    { key: 'bar', head: t('coverage.share'), cell: (node) => <NodeBar node={node} />, width: 'minmax(60px, 1fr)' },
    { key: 'fresh', head: t('coverage.fresh'), cell: ({ Fresh }) => count(Fresh), width: '64px', align: 'end' },
    { key: 'expired', head: t('coverage.expired'), cell: ({ Expired }) => count(Expired), width: '64px', align: 'end' },
    { key: 'absent', head: t('coverage.absent'), cell: ({ Absent }) => count(Absent), width: '64px', align: 'end' },
    { key: 'unknown', head: t('coverage.unknown'), cell: ({ Unknown }) => count(Unknown), width: '72px', align: 'end', fromWidth: 480 },
    {
      key: 'because',
      head: t('coverage.because'),
      cell: ({ UnknownBecause = '' }) => <span title={visible(UnknownBecause)}>{visible(UnknownBecause)}</span>,
      width: 'minmax(0, 2fr)',
      fromWidth: 900,
    },
  ];
  const missing: Column<Missing>[] = [
    { key: 'url', head: t('url'), cell: ({ Url }) => <LongText text={Url} />, width: 'minmax(0, 2fr)' },
    { key: 'node', head: t('coverage.node'), cell: ({ Node }) => Node, width: 'minmax(88px, 200px)' },
    { key: 'state', head: t('coverage.is'), cell: ({ State }) => t(`coverage.${State}`), width: '80px' },
  ];
  const left = coverage.MissingLeftOut;
  return (
    <>
      <p className={styles.soft}>
        {t('coverage.asked', { count: coverage.UrlCount, urls: count(coverage.UrlCount) })} <Time atS={Math.floor(atMs / 1000)} />
      </p>
      <Table
        label={t('coverage.title')}
        columns={nodes}
        total={coverage.NodeList.length}
        rowAt={(index) => coverage.NodeList[index]}
        rowKey={({ Node }) => Node}
      />
      {coverage.MissingList.length > 0 && (
        <Table
          label={t('coverage.missing')}
          columns={missing}
          total={coverage.MissingList.length}
          rowAt={(index) => coverage.MissingList[index]}
          rowKey={(_, index) => String(index)}
          maxRows={8}
        />
      )}
      {left > 0 && <p className={styles.soft}>{t('coverage.more', { count: left, urls: count(left) })}</p>}
    </>
  );
}

function NodeBar({ node: { Fresh, Expired, Absent, Unknown } }: { node: Node }) {
  const { i18n } = useTranslation();
  const total = Fresh + Expired + Absent + Unknown;
  return (
    <StatusBar
      counts={{ success: Fresh, failure: Absent + Expired, unknow: Unknown }}
      total={total}
      label={formatShare(total === 0 ? 0 : Fresh / total, i18n.language)}
    />
  );
}
