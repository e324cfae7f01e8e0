import { Dialog as Base } from '@base-ui/react/dialog';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { classes } from './classes.ts';
import styles from './dialog.module.css';
import { TextField } from './field.tsx';
import { Fault } from './notes.tsx';

type DialogProps = {
  title: string;
  isOpen: boolean;
  /** Absent: it can't be dismissed. */
  onClose?: (() => void) | undefined;
  wide?: boolean;
  actions?: ReactNode;
  children: ReactNode;
};

/** A window over the page; Esc and a click beside it close it, focus goes back where it came from. */
export function Dialog({ title, isOpen, onClose, wide = false, actions, children }: DialogProps) {
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => !open && onClose?.()}>
      <Base.Portal>
        <Base.Backdrop className={styles.scrim} />
        <Base.Popup className={classes(styles.window, wide && styles.wide)} data-dialog>
          <Base.Title className={styles.title}>{title}</Base.Title>
          {children}
          {actions !== undefined && <div className={styles.actions}>{actions}</div>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

type ConfirmProps = {
  title: string;
  isOpen: boolean;
  onClose(): void;
  /** The reach of what is about to be done: what, how much of it, where. */
  children: ReactNode;
  /** What must be typed before it can be done, such as a key's name. */
  typed: string;
  doLabel: string;
  onDo(): void;
  isBusy?: boolean;
  error?: Error | null;
};

/** For what can't be undone: shows its reach, and is confirmed by typing. */
export function ConfirmByTyping({ title, isOpen, onClose, children, typed, doLabel, onDo, isBusy = false, error = null }: ConfirmProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const isReady = text === typed && !isBusy;
  return (
    <Dialog title={title} isOpen={isOpen} onClose={onClose}>
      {children}
      <form
        id="confirm"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) onDo();
        }}
      >
        <TextField
          label={t('typeToConfirm', { typed })}
          value={text}
          autoComplete="off"
          mono
          onChange={(event) => setText(event.target.value)}
        />
      </form>
      {error !== null && <Fault error={error} />}
      <div className={styles.actions}>
        <Button onClick={onClose}>{t('back')}</Button>
        <Button look="danger" type="submit" form="confirm" disabled={!isReady}>
          {doLabel}
        </Button>
      </div>
    </Dialog>
  );
}
