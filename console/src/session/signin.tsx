import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { createClient } from '../../../src/client/index.ts';
import iconUrl from '../icon.svg';
import { LanguageChoice, SchemeButton } from '../shell/frame.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { Fault } from '../ui/notes.tsx';
import { useSessionState } from './session.tsx';
import styles from './signin.module.css';

/** The first page of a tab. */
export function SignInPage() {
  const { t } = useTranslation();
  return (
    <main className={styles.whole}>
      <div className={styles.card}>
        <div className={styles.head}>
          <img src={iconUrl} alt="" />
          <h1>{t('signIn.title')}</h1>
          <p className={styles.soft}>{t('signIn.lead')}</p>
        </div>
        <SignInForm />
        <div className={styles.controls}>
          <LanguageChoice />
          <SchemeButton />
        </div>
      </div>
    </main>
  );
}

/** Over the page as it stands, once its key is no longer taken: what was filled in is still there afterwards. */
export function SignInAgain() {
  const { t } = useTranslation();
  const { endedBecause, signOut } = useSessionState();
  return (
    <Dialog title={t('signIn.again')} isOpen={endedBecause !== undefined}>
      <p>{t('signIn.againLead')}</p>
      {endedBecause !== undefined && <Fault error={endedBecause} />}
      <SignInForm />
      <Button look="quiet" onClick={signOut}>
        {t('signIn.leave')}
      </Button>
    </Dialog>
  );
}

function SignInForm() {
  const { t } = useTranslation();
  const { session, signIn } = useSessionState();
  const [error, setError] = useState<Error>();
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const credentials = { publicKey: textOf(form, 'publicKey'), privateKey: textOf(form, 'privateKey') };
    setBusy(true);
    try {
      await createClient({ endpoint: location.origin, ...credentials }).call('GetProjectList', {});
      signIn(credentials);
    } catch (fault) {
      setError(fault instanceof Error ? fault : new Error(String(fault)));
    } finally {
      setBusy(false);
    }
  };
  // Nothing here is for a password manager: the pair is to live in this tab's memory only.
  return (
    <form className={styles.form} autoComplete="off" onSubmit={(event) => void submit(event)}>
      <TextField
        name="publicKey"
        label={t('signIn.publicKey')}
        required
        mono
        autoComplete="off"
        defaultValue={session?.credentials.publicKey}
      />
      <TextField
        name="privateKey"
        label={t('signIn.privateKey')}
        type="password"
        required
        mono
        autoComplete="off"
        hint={t('signIn.kept')}
      />
      {error !== undefined && <Fault error={error} />}
      <Button look="primary" type="submit" disabled={isBusy}>
        {t('signIn.do')}
      </Button>
    </form>
  );
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
}
