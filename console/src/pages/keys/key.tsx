import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'wouter';
import { visible } from '../../format/shorten.ts';
import { useDo, useRead } from '../../server/queries.ts';
import { Button } from '../../ui/button.tsx';
import { type Fact, FactList } from '../../ui/facts.tsx';
import { Empty, Fault, Skeleton } from '../../ui/notes.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import { useTell } from '../../ui/toasts.tsx';
import { KeyActions } from './keyactions.tsx';
import { KeyState } from './keystate.tsx';
import { RestrictionFields } from './restrictionfields.tsx';
import { parametersOf, restrictionsOf, type Key } from './restrictions.ts';
import styles from './keys.module.css';

export default function OneKey() {
  const { t } = useTranslation('keys');
  const { key: name } = useParams<{ key: string }>();
  const { data, error, refetch } = useRead('DescribeUcdnKey', {}, { everyMs: 10_000 });
  const key = data?.KeyList.find(({ PublicKey }) => PublicKey === name);
  return (
    <Page
      title={visible(name)}
      lead={key !== undefined && <Lead entry={key} />}
      back={{ href: '/keys', label: t('back') }}
      actions={key !== undefined && !key.Fixed && <KeyActions entry={key} />}
    >
      {error !== null && <Fault error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton />}
      {data !== undefined && key === undefined && (
        <Empty title={t('unknown')}>
          <p>{t('unknownLead')}</p>
        </Empty>
      )}
      {key !== undefined && (key.Fixed ? <FixedFacts entry={key} /> : <Edit key={key.PublicKey} entry={key} />)}
    </Page>
  );
}

function Lead({ entry }: { entry: Key }) {
  const { t } = useTranslation('keys');
  return (
    <span>
      <KeyState state={entry.State} /> · {t(`accounts.${entry.Account}`)}
      {entry.Fixed ? ` · ${t('fixed')}` : ` · ${visible(entry.CreatedBy)}`}
      {entry.FormerUntil > 0 && (
        <>
          {' '}
          · {t('formerUntil')} <Time atS={entry.FormerUntil} />
        </>
      )}
    </span>
  );
}

function FixedFacts({ entry }: { entry: Key }) {
  const { t } = useTranslation('keys');
  const { projects, actions, urls, ips, dailyUrls, comment } = restrictionsOf(entry);
  const facts = [
    [t('projects'), projects],
    [t('actions'), actions],
    [t('urls'), urls],
    [t('ips'), ips],
    [t('dailyUrls'), dailyUrls],
    [t('comment'), comment],
  ] as const;
  return (
    <Section title={t('restrictions')}>
      <FactList className={styles.facts} facts={facts.map(([name, value]): Fact => [name, value === '' ? '–' : visible(value)])} />
    </Section>
  );
}

function Edit({ entry }: { entry: Key }) {
  const { t } = useTranslation('keys');
  const [form, setForm] = useState(() => restrictionsOf(entry));
  const tell = useTell();
  const { mutate, isPending, error } = useDo('UpdateUcdnKey');
  const save = (event: FormEvent) => {
    event.preventDefault();
    mutate({ ...parametersOf(form, false), KeyName: entry.PublicKey }, { onSuccess: () => tell.done(t('saved'), entry.PublicKey) });
  };
  return (
    <Section title={t('restrictions')}>
      <form className={styles.form} onSubmit={save}>
        <RestrictionFields value={form} onChange={setForm} />
        {error !== null && <Fault error={error} />}
        <div>
          <Button look="primary" type="submit" disabled={isPending}>
            {t('save')}
          </Button>
        </div>
      </form>
    </Section>
  );
}
