import { Toast } from '@base-ui/react/toast';
import { useTranslation } from 'react-i18next';
import { buttonClass } from './button.tsx';
import { CloseIcon } from './icons.tsx';
import { describeFault } from './notes.tsx';
import styles from './toasts.module.css';

/** Tells in a corner what came of something that was done, without blocking the page. */
export function useTell() {
  const { add } = Toast.useToastManager();
  const { t } = useTranslation();
  return {
    done: (title: string, description?: string) => void add({ title, ...(description !== undefined && { description }) }),
    failed: (error: Error) => {
      const { title, marks } = describeFault(error, t);
      add({ title, description: `${error.message}${marks === '' ? '' : ` (${marks})`}`, type: 'fault', timeout: 0, priority: 'high' });
    },
  };
}

export function ToastsProvider({ children }: { children: React.ReactNode }) {
  return (
    <Toast.Provider>
      {children}
      <Toast.Portal>
        <Toast.Viewport className={styles.viewport}>
          <Toasts />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function Toasts() {
  const { toasts } = Toast.useToastManager();
  const { t } = useTranslation();
  return toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className={styles.toast}>
      <Toast.Title className={styles.title} />
      <Toast.Close className={buttonClass({ look: 'quiet', size: 'small' })} aria-label={t('close')}>
        <CloseIcon />
      </Toast.Close>
      <Toast.Description className={styles.text} />
    </Toast.Root>
  ));
}
