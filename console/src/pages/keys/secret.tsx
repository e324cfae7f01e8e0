import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import styles from './keys.module.css';

/** The one time that a private key is seen: it leaves only by its button, not by Esc or a click beside it. */
export function Secret({ publicKey, privateKey, onClose }: { publicKey: string; privateKey: string; onClose(): void }) {
  const { t } = useTranslation('keys');
  return (
    <Dialog
      title={t('secretTitle', { key: publicKey })}
      isOpen
      actions={
        <Button look="primary" onClick={onClose}>
          {t('close')}
        </Button>
      }
    >
      <p>{t('secretLead')}</p>
      <div className={styles.secret}>
        <code aria-label={t('secret')}>{privateKey}</code>
        <CopyButton text={privateKey} />
      </div>
    </Dialog>
  );
}
