import { useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'wouter';
import { useRead } from '../../server/queries.ts';
import { SelectField } from '../../ui/field.tsx';
import { Fault } from '../../ui/notes.tsx';
import { Page } from '../../ui/page.tsx';
import { Choice } from '../../ui/tabs.tsx';
import { readLines, type Action, type RefreshType } from './lines.ts';
import { Options } from './options.tsx';
import { plainOrder, type Extras, type Order } from './order.ts';
import { Review } from './review.tsx';
import { useSending } from './sending.ts';
import { Sitemap } from './sitemap.tsx';
import styles from './submit.module.css';
import { UrlBox } from './urlbox.tsx';

const actions = ['prefetch', 'refresh', 'both'] as const satisfies readonly Action[];
const types = ['file', 'dir', 'm3u8'] as const satisfies readonly RefreshType[];

export default function Submit() {
  const { t } = useTranslation('submit');
  const [search, setSearch] = useSearchParams();
  const [text, setText] = useState('');
  const [extras, setExtras] = useState<Extras>(plainOrder);
  const sending = useSending();
  const order: Order = {
    ...extras,
    action: actions.find((one) => one === search.get('do')) ?? 'prefetch',
    type: types.find((one) => one === search.get('type')) ?? 'file',
  };
  const domains = useRead('DescribeUcdnDomain', {}, { everyMs: 15_000 });
  const list = domains.data?.DomainList;
  const slowText = useDeferredValue(text);
  const areDirectories = order.action === 'refresh' && order.type === 'dir';
  const reading = useMemo(
    () => readLines(slowText, new Set(list?.map(({ Domain }) => Domain)), areDirectories),
    [slowText, list, areDirectories],
  );
  const changeOrder = (changes: { do?: Action; type?: RefreshType }) => {
    sending.forget();
    setSearch({ do: order.action, type: order.type, ...changes }, { replace: true });
  };
  const changeText = (next: string) => {
    sending.forget();
    setText(next);
  };
  return (
    <Page title={t('title')} lead={t('lead')}>
      {domains.error !== null && <Fault error={domains.error} onRetry={() => void domains.refetch()} />}
      <div className={styles.columns}>
        <div className={styles.stack}>
          <div className={styles.field}>
            <span className={styles.label}>{t('kind')}</span>
            <Choice
              label={t('kind')}
              value={order.action}
              options={actions.map((value) => ({ value, label: t(`kinds.${value}`) }))}
              onChoose={(action) => changeOrder({ do: action })}
            />
            <span className={styles.hint}>{t(`kindHints.${order.action}`)}</span>
          </div>
          {order.action === 'refresh' && (
            <SelectField
              label={t('type')}
              value={order.type}
              options={types.map((value) => ({ value, label: t(`types.${value}`) }))}
              onChoose={(type) => changeOrder({ type })}
            />
          )}
          <UrlBox text={text} onChange={changeText} />
          <Sitemap onRead={(urls) => changeText([text.trimEnd(), ...urls].filter((line) => line !== '').join('\n'))} />
          <Options
            action={order.action}
            value={extras}
            onChange={(next) => {
              sending.forget();
              setExtras(next);
            }}
          />
        </div>
        <Review reading={reading} order={order} sending={sending} domains={list ?? []} onSent={() => setText('')} />
      </div>
    </Page>
  );
}
