import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useDo } from '../../server/queries.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmByTyping, Dialog } from '../../ui/dialog.tsx';
import { SelectField } from '../../ui/field.tsx';
import { Fault } from '../../ui/notes.tsx';
import { useTell } from '../../ui/toasts.tsx';
import type { Key } from './restrictions.ts';
import { Secret } from './secret.tsx';

const graces = ['86400', '3600', '604800', '0'] as const;

export function KeyActions({ entry }: { entry: Key }) {
  const { t } = useTranslation('keys');
  const [asking, setAsking] = useState<'rotate' | 'delete'>();
  const tell = useTell();
  const update = useDo('UpdateUcdnKey');
  const isDisabled = entry.State === 'disabled';
  const toggle = () =>
    update.mutate(
      { KeyName: entry.PublicKey, Disabled: !isDisabled },
      { onSuccess: () => tell.done(t(isDisabled ? 'enabled' : 'disabled'), entry.PublicKey), onError: tell.failed },
    );
  return (
    <>
      <Button onClick={() => setAsking('rotate')}>{t('rotate')}</Button>
      <Button disabled={update.isPending} onClick={toggle}>
        {t(isDisabled ? 'enable' : 'disable')}
      </Button>
      <Button look="danger" onClick={() => setAsking('delete')}>
        {t('deleteIt')}
      </Button>
      {asking === 'rotate' && <Rotate publicKey={entry.PublicKey} onClose={() => setAsking(undefined)} />}
      <Delete publicKey={entry.PublicKey} isOpen={asking === 'delete'} onClose={() => setAsking(undefined)} />
    </>
  );
}

function Rotate({ publicKey, onClose }: { publicKey: string; onClose(): void }) {
  const { t } = useTranslation(['keys', 'common']);
  const [grace, setGrace] = useState<(typeof graces)[number]>('86400');
  const { mutate, isPending, error, data } = useDo('RotateUcdnKey');
  if (data !== undefined) return <Secret publicKey={publicKey} privateKey={data.PrivateKey} onClose={onClose} />;
  return (
    <Dialog
      title={t('rotateTitle', { key: publicKey })}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button look="primary" disabled={isPending} onClick={() => mutate({ KeyName: publicKey, GraceSeconds: Number(grace) })}>
            {t('rotate')}
          </Button>
        </>
      }
    >
      <p>{t('rotateLead')}</p>
      <SelectField<(typeof graces)[number]>
        label={t('grace')}
        value={grace}
        options={graces.map((value) => ({ value, label: t(`graces.${value}`) }))}
        onChoose={setGrace}
      />
      {error !== null && <Fault error={error} />}
    </Dialog>
  );
}

function Delete({ publicKey, isOpen, onClose }: { publicKey: string; isOpen: boolean; onClose(): void }) {
  const { t } = useTranslation('keys');
  const [, go] = useLocation();
  const tell = useTell();
  const { mutate, isPending, error } = useDo('DeleteUcdnKey');
  const done = () => {
    tell.done(t('deleted'), publicKey);
    go('/keys');
  };
  return (
    <ConfirmByTyping
      title={t('deleteTitle', { key: publicKey })}
      isOpen={isOpen}
      onClose={onClose}
      typed={publicKey}
      doLabel={t('deleteIt')}
      isBusy={isPending}
      error={error}
      onDo={() => mutate({ KeyName: publicKey }, { onSuccess: done })}
    >
      <p>{t('deleteLead')}</p>
    </ConfirmByTyping>
  );
}
