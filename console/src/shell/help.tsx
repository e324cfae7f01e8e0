import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../ui/dialog.tsx';
import styles from './help.module.css';
import { places } from './places.ts';

export function Help({ isOpen, onClose }: { isOpen: boolean; onClose(): void }) {
  const { t } = useTranslation();
  const rows: [keys: string[], meaning: string][] = [
    [['/'], t('help.search')],
    [['j', 'k'], t('help.rows')],
    [['Enter'], t('help.open')],
    [['Esc'], t('help.back')],
    ...places.map(({ name, letter }): [string[], string] => [['g', letter], t(`place.${name}`)]),
    [['?'], t('help.title')],
  ];
  return (
    <Dialog title={t('help.title')} isOpen={isOpen} onClose={onClose}>
      <dl className={styles.list}>
        {rows.map(([keys, meaning]) => (
          <Fragment key={keys.join(' ')}>
            <dt>
              {keys.map((key) => (
                <Fragment key={key}>
                  <kbd>{key}</kbd>{' '}
                </Fragment>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </Fragment>
        ))}
      </dl>
    </Dialog>
  );
}
