import { useTranslation } from 'react-i18next';
import { CheckField, TextField } from '../../ui/field.tsx';
import type { Restrictions } from './restrictions.ts';
import styles from './keys.module.css';

const texts = [
  ['projects', 'projectsHint'],
  ['actions', 'actionsHint'],
  ['urls', 'urlsHint'],
  ['ips', 'ipsHint'],
] as const;

export function RestrictionFields({ value, onChange }: { value: Restrictions; onChange(value: Restrictions): void }) {
  const { t } = useTranslation('keys');
  return (
    <>
      <TextField
        label={t('comment')}
        maxLength={256}
        value={value.comment}
        onChange={(event) => onChange({ ...value, comment: event.target.value })}
      />
      <div className={styles.pair}>
        {texts.map(([name, hint]) => (
          <TextField
            key={name}
            label={t(name)}
            hint={t(hint)}
            value={value[name]}
            mono
            spellCheck={false}
            onChange={(event) => onChange({ ...value, [name]: event.target.value })}
          />
        ))}
        <TextField
          label={t('maxPriority')}
          type="number"
          min={0}
          max={9}
          value={value.maxPriority}
          onChange={(event) => onChange({ ...value, maxPriority: event.target.value })}
        />
        <TextField
          label={t('dailyUrls')}
          hint={t('dailyHint')}
          type="number"
          min={1}
          value={value.dailyUrls}
          onChange={(event) => onChange({ ...value, dailyUrls: event.target.value })}
        />
        <TextField
          label={t('expireTime')}
          hint={t('expireHint')}
          type="datetime-local"
          value={value.expireTime}
          onChange={(event) => onChange({ ...value, expireTime: event.target.value })}
        />
      </div>
      <CheckField label={t('basic')} isChecked={value.basic} onChange={(basic) => onChange({ ...value, basic })} />
    </>
  );
}
