import { useTranslation } from 'react-i18next';
import { shortenMiddle, visible } from '../../format/shorten.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import type { ActionDoc } from './document.ts';
import type { RequestValues } from './form/values.ts';
import styles from './explorer.module.css';

const maxShown = 120;

type Props = {
  action: ActionDoc;
  request: RequestValues;
  projectId: string | undefined;
  isOpen: boolean;
  onClose(): void;
  onSend(): void;
  onTry(): void;
};

/** Before a call that is no query: what it will do, to what, and where it can be tried without doing it. */
export function Warning({ action, request, projectId, isOpen, onClose, onSend, onTry }: Props) {
  const { t } = useTranslation(['explorer', 'common']);
  const canTry = action.parameters.some(({ name }) => name === 'DryRun');
  return (
    <Dialog
      title={t('warn.title', { action: action.name })}
      isOpen={isOpen}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          {canTry && <Button onClick={onTry}>{t('warn.try')}</Button>}
          <Button look="danger" onClick={onSend}>
            {t('warn.send')}
          </Button>
        </>
      }
    >
      <p>{action.summary}</p>
      <p>{projectId === undefined ? t('warn.defaultProject') : t('warn.project', { projectId })}</p>
      <dl className={styles.reach}>
        {Object.entries(request).map(([name, value]) => (
          <div key={name}>
            <dt>
              <code>{name}</code>
            </dt>
            <dd>
              <bdi>{typeof value === 'object' ? <Many values={value} /> : shortenMiddle(visible(String(value)), maxShown)}</bdi>
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

const shownValues = 5;

function Many({ values }: { values: readonly string[] }) {
  const { t } = useTranslation('explorer');
  const distinct = [...new Set(values)];
  return (
    <>
      {distinct.slice(0, shownValues).map((value) => (
        <div key={value}>{shortenMiddle(visible(value), maxShown)}</div>
      ))}
      {distinct.length > shownValues && <div>{t('warn.more', { count: distinct.length - shownValues })}</div>}
    </>
  );
}
