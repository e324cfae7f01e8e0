import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { formatBytes, formatCount } from '../../format/numbers.ts';
import { visible } from '../../format/shorten.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmByTyping } from '../../ui/dialog.tsx';
import { LongText } from '../../ui/longtext.tsx';
import { Empty, Fault, Note } from '../../ui/notes.tsx';
import { Section } from '../../ui/page.tsx';
import { StatusMark } from '../../ui/status.tsx';
import { Table, type Column } from '../../ui/table.tsx';
import type { QuotaDomain } from '../domains/quota.ts';
import type { LeftOut, Reading } from './lines.ts';
import { batchesOf, type Order } from './order.ts';
import { Quotas } from './quotas.tsx';
import type { DryRun, DryRunNode, Sending } from './sending.ts';
import styles from './submit.module.css';

type ReviewProps = {
  reading: Reading;
  order: Order;
  sending: Sending;
  domains: readonly QuotaDomain[];
  onSent(): void;
};

/** What would be sent, what is left out and why, what it would do; then sends it. */
export function Review({ reading, order, sending, domains, onSent }: ReviewProps) {
  const { t } = useTranslation('submit');
  const [isAsking, setAsking] = useState(false);
  const { urls, leftOut } = reading;
  const isDangerous = order.action === 'refresh' && order.type === 'dir';
  const isSent = sending.taskIds.length > 0 && !sending.isBusy && sending.error === undefined;
  if (isSent)
    return (
      <Sent
        taskIds={sending.taskIds}
        onAgain={() => {
          sending.forget();
          onSent();
        }}
      />
    );
  if (urls.length === 0 && leftOut.length === 0) {
    return (
      <Empty title={t('emptyTitle')}>
        <p>{t('emptyLead')}</p>
        <code>forewarm prefetch --file urls.txt</code>
      </Empty>
    );
  }
  const send = () => void sending.send(urls, order);
  const ask = () => {
    if (!isDangerous) {
      send();
      return;
    }
    setAsking(true);
    void sending.try(urls, order);
  };
  const domainNames = [...reading.byDomain.keys()];
  return (
    <div className={styles.stack}>
      <Counts reading={reading} order={order} />
      <Quotas byDomain={reading.byDomain} domains={domains} order={order} />
      <div className={styles.actions}>
        <Button disabled={urls.length === 0 || sending.isBusy} onClick={() => void sending.try(urls, order)}>
          {t('dryRun')}
        </Button>
        <Button look="primary" disabled={urls.length === 0 || sending.isBusy} onClick={ask}>
          {sending.isBusy ? t('sending', { done: sending.done, all: sending.all }) : t('send')}
        </Button>
      </div>
      {sending.error !== undefined && (
        <>
          <Fault error={sending.error} />
          {sending.taskIds.length > 0 && <Note kind="warning">{t('stopped')}</Note>}
        </>
      )}
      {sending.dryRun !== undefined && <DryRunTable dryRun={sending.dryRun} />}
      {leftOut.length > 0 && <LeftOutTable rows={leftOut} />}
      <ConfirmByTyping
        title={t('confirmTitle')}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        typed={domainNames[0] ?? ''}
        doLabel={t('send')}
        isBusy={sending.isBusy}
        onDo={() => {
          setAsking(false);
          send();
        }}
      >
        <p>{t('confirmLead', { count: urls.length })}</p>
        {sending.dryRun !== undefined && <DryRunTable dryRun={sending.dryRun} />}
      </ConfirmByTyping>
    </div>
  );
}

function Counts({ reading: { urls, leftOut }, order }: { reading: Reading; order: Order }) {
  const { t } = useTranslation('submit');
  const of = (kind: LeftOut['why']['kind']) => leftOut.filter(({ why }) => why.kind === kind).length;
  const kinds = (['duplicate', 'foreign', 'invalid'] as const).map((kind) => ({ kind, count: of(kind) }));
  return (
    <ul className={styles.counts}>
      <li>
        <strong>{t('toSend', { count: urls.length })}</strong>
        <span className={styles.hint}>{t('tasks', { count: batchesOf(urls, order).length })}</span>
      </li>
      {kinds.map(
        ({ kind, count }) =>
          count > 0 && (
            <li key={kind}>
              <StatusMark status={kind === 'duplicate' ? 'wait' : 'failure'} />
              {t(kind, { count })}
            </li>
          ),
      )}
    </ul>
  );
}

function DryRunTable({ dryRun: { nodes, manifests } }: { dryRun: DryRun }) {
  const { t, i18n } = useTranslation(['submit', 'common']);
  const sizeOf = ({ sizeBytes, unsized, unsizedBecause }: DryRunNode) => (
    <span title={visible(unsizedBecause ?? '')}>
      {[
        sizeBytes !== undefined && sizeBytes > 0 && formatBytes(sizeBytes),
        unsized > 0 && t('sizeUnknown', { count: unsized, objects: formatCount(unsized, i18n.language) }),
      ]
        .filter((part) => part !== false)
        .join(' + ')}
    </span>
  );
  const columns: Column<DryRunNode>[] = [
    { key: 'node', head: t('node'), cell: ({ name }) => <LongText text={name} copy={false} />, width: 'minmax(72px, 1fr)' },
    { key: 'urls', head: t('count'), cell: ({ urls }) => formatCount(urls, i18n.language), width: '48px', align: 'end', fromWidth: 400 },
    {
      key: 'objects',
      head: <span title={t('objectsHint')}>{t('objects')}</span>,
      cell: ({ objects }) => formatCount(objects, i18n.language),
      width: '56px',
      align: 'end',
    },
    ...(nodes.some(({ sizeBytes }) => sizeBytes !== undefined)
      ? [{ key: 'size', head: t('size'), cell: sizeOf, width: 'minmax(88px, 1.5fr)', align: 'end' as const }]
      : []),
  ];
  return (
    <Section title={t('dryRunTitle')}>
      <Table
        label={t('dryRunTitle')}
        columns={columns}
        total={nodes.length}
        rowAt={(index) => nodes[index]}
        rowKey={({ name }) => name}
        maxRows={8}
      />
      {manifests > 0 && <p className={styles.hint}>{t('manifests', { count: manifests })}</p>}
    </Section>
  );
}

function LeftOutTable({ rows }: { rows: readonly LeftOut[] }) {
  const { t } = useTranslation('submit');
  const why = ({ why: reason }: LeftOut) => {
    if (reason.kind === 'duplicate') return t('reason.duplicate', { line: reason.line });
    return reason.kind === 'foreign' ? t('reason.foreign') : t('reason.invalid', reason);
  };
  const columns: Column<LeftOut>[] = [
    { key: 'line', head: t('line'), cell: ({ line }) => line, width: '44px', align: 'end' },
    { key: 'url', head: t('url'), cell: ({ text }) => <LongText text={text} copy={false} /> },
    { key: 'why', head: t('why'), cell: (row) => <span title={visible(why(row))}>{visible(why(row))}</span>, width: 'minmax(0, 1.3fr)' },
  ];
  return (
    <Section title={t('leftOut')}>
      <Table
        label={t('leftOut')}
        columns={columns}
        total={rows.length}
        rowAt={(index) => rows[index]}
        rowKey={({ line }) => String(line)}
        maxRows={10}
      />
    </Section>
  );
}

function Sent({ taskIds, onAgain }: { taskIds: readonly string[]; onAgain(): void }) {
  const { t } = useTranslation('submit');
  return (
    <Section
      title={t('sentTitle')}
      aside={
        <Button size="small" onClick={onAgain}>
          {t('clear')}
        </Button>
      }
    >
      <p>{t('sent', { count: taskIds.length })}</p>
      <ul className={styles.counts}>
        {taskIds.map((taskId) => (
          <li key={taskId}>
            <StatusMark status="process" />
            <Link href={`/tasks/${taskId}`}>{taskId}</Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}
