import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useDo } from '../../server/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Fault } from '../../ui/notes.tsx';
import styles from './keys.module.css';
import { RestrictionFields } from './restrictionfields.tsx';
import { none, parametersOf } from './restrictions.ts';
import { Secret } from './secret.tsx';

export function CreateKey({ onClose }: { onClose(): void }) {
  const { t } = useTranslation(['keys', 'common']);
  const [name, setName] = useState('');
  const [account, setAccount] = useState<'main' | 'sub'>('main');
  const [form, setForm] = useState(none);
  const { mutate, isPending, error, data } = useDo('CreateUcdnKey');
  if (data !== undefined) return <Secret publicKey={data.Key.PublicKey} privateKey={data.PrivateKey} onClose={onClose} />;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    mutate({ ...parametersOf(form, true), Account: account, ...(name.trim() !== '' && { KeyName: name.trim() }) });
  };
  return (
    <Dialog title={t('createTitle')} isOpen onClose={onClose} wide>
      <form className={styles.form} onSubmit={submit}>
        <div className={styles.pair}>
          <TextField
            label={t('name')}
            hint={t('nameHint')}
            value={name}
            mono
            autoComplete="off"
            onChange={(event) => setName(event.target.value)}
          />
          <SelectField<'main' | 'sub'>
            label={t('account')}
            hint={t('accountHint')}
            value={account}
            options={(['main', 'sub'] as const).map((value) => ({ value, label: t(`accounts.${value}`) }))}
            onChoose={setAccount}
          />
        </div>
        <RestrictionFields value={form} onChange={setForm} />
        {error !== null && <Fault error={error} />}
        <div className={styles.actions}>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button look="primary" type="submit" disabled={isPending}>
            {t('make')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
