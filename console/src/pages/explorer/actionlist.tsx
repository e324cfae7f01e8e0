import { Fragment, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { ActionDoc } from './document.ts';
import styles from './explorer.module.css';
import { groupsOf } from './subjects.ts';

type Props = {
  actions: readonly ActionDoc[];
  current: string | undefined;
  find: string;
  hrefOf(action: string): string;
  onFind(find: string): void;
};

/** All actions, by whose they are and what they are about. */
export function ActionList({ actions, current, find, hrefOf, onFind }: Props) {
  const { t } = useTranslation('explorer');
  const groups = groupsOf(actions, find);
  const list = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const frame = list.current;
    const link = frame?.querySelector<HTMLElement>('[aria-current]');
    // Within the list only: the page itself stays where it is.
    if (frame !== null && link !== null && link !== undefined) frame.scrollTop = link.offsetTop - frame.clientHeight / 3;
  }, [current]);
  return (
    <nav ref={list} className={styles.actions} aria-label={t('actions')}>
      <input
        className={styles.find}
        type="search"
        data-search
        aria-label={t('find')}
        placeholder={t('find')}
        value={find}
        onChange={(event) => onFind(event.target.value)}
      />
      {groups.length === 0 && <p className={styles.soft}>{t('noneFound')}</p>}
      {groups.map(({ origin, subject, actions: own }, place) => (
        <section key={`${origin} ${subject}`} aria-label={`${t(`origin.${origin}`)}, ${t(`subject.${subject}`)}`}>
          {groups[place - 1]?.origin !== origin && <h2 className={styles.origin}>{t(`origin.${origin}`)}</h2>}
          <h3 className={styles.subject}>{t(`subject.${subject}`)}</h3>
          <ul>
            {own.map((action) => (
              <li key={action.name}>
                <Link
                  href={hrefOf(action.name)}
                  className={styles.action}
                  title={action.summary}
                  {...(action.name === current && { 'aria-current': 'page' as const })}
                >
                  <Name name={action.name} />
                  {!action.isQuery && <span className={styles.changes}>{t('changesMark')}</span>}
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}

/** Long names break between their words. */
function Name({ name }: { name: string }) {
  return (
    <span>
      {name.split(/(?<=[a-z])(?=[A-Z])/).map((word, place, words) => (
        <Fragment key={words.slice(0, place + 1).join('')}>
          {place > 0 && <wbr />}
          {word}
        </Fragment>
      ))}
    </span>
  );
}
