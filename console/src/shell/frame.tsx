import { useCallback, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import iconUrl from '../icon.svg';
import { chooseLanguage, type Language } from '../language/language.ts';
import { useSession, useSessionState } from '../session/session.tsx';
import { Button } from '../ui/button.tsx';
import { MenuIcon, MoonIcon, SunIcon } from '../ui/icons.tsx';
import { Choice } from '../ui/tabs.tsx';
import styles from './frame.module.css';
import { Help } from './help.tsx';
import { places } from './places.ts';
import { ProjectPicker } from './project.tsx';
import { chooseScheme, useScheme } from './scheme.ts';
import { useShortcuts } from './shortcuts.ts';
import { Stale } from './stale.tsx';

/** What stands around every page. */
export function Frame({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const [location] = useLocation();
  // Where the menu was opened: elsewhere it is closed again.
  const [menuAt, setMenuAt] = useState<string>();
  const isMenuOpen = menuAt === location;
  const [isHelpOpen, setHelpOpen] = useState(false);
  useShortcuts(useCallback(() => setHelpOpen(true), []));
  return (
    <div className={styles.frame}>
      <a className={styles.skip} href="#content">
        {t('skip')}
      </a>
      <div className={styles.bar}>
        <Brand />
        <Button look="quiet" aria-label={t('menu')} aria-expanded={isMenuOpen} onClick={() => setMenuAt(isMenuOpen ? undefined : location)}>
          <MenuIcon />
        </Button>
      </div>
      <div className={styles.side} data-open={isMenuOpen}>
        <Brand />
        <nav className={styles.places} aria-label={t('navigation')}>
          {places.map(({ name, href, letter, Icon, ...more }) => (
            <Link
              key={name}
              href={href}
              className={styles.place}
              {...([href, ...('also' in more ? more.also : [])].some((one) => isWithin(location, one)) && {
                'aria-current': 'page' as const,
              })}
            >
              <Icon />
              {t(`place.${name}`)}
              <kbd aria-hidden="true">g {letter}</kbd>
            </Link>
          ))}
        </nav>
        <Foot onHelp={() => setHelpOpen(true)} />
      </div>
      <div className={styles.main}>
        <Stale />
        <main id="content" className={styles.content} tabIndex={-1}>
          {children}
        </main>
      </div>
      <Help isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} />
    </div>
  );
}

function isWithin(location: string, href: string): boolean {
  return href === '/' ? location === '/' : location === href || location.startsWith(`${href}/`);
}

function Brand() {
  return (
    <Link href="/" className={styles.brand}>
      <img src={iconUrl} alt="" />
      forewarm
    </Link>
  );
}

function Foot({ onHelp }: { onHelp(): void }) {
  const { t } = useTranslation();
  const { credentials } = useSession();
  const { signOut } = useSessionState();
  return (
    <div className={styles.foot}>
      <ProjectPicker />
      <div className={styles.who}>
        <span>{t('signedInAs')}</span>
        <code title={credentials.publicKey}>{credentials.publicKey}</code>
      </div>
      <div className={styles.controls}>
        <LanguageChoice />
        <SchemeButton />
        <Button look="quiet" size="small" aria-label={t('help.title')} title={t('help.title')} onClick={onHelp}>
          ?
        </Button>
      </div>
      <Button size="small" onClick={signOut}>
        {t('signOut')}
      </Button>
    </div>
  );
}

export function LanguageChoice() {
  const { t, i18n } = useTranslation();
  return (
    <Choice<Language>
      label={t('language')}
      value={i18n.language === 'zh-CN' ? 'zh-CN' : 'en'}
      options={[
        { value: 'en', label: <span lang="en">EN</span> },
        { value: 'zh-CN', label: <span lang="zh-CN">中文</span> },
      ]}
      onChoose={(language) => void chooseLanguage(language)}
    />
  );
}

export function SchemeButton() {
  const { t } = useTranslation();
  const scheme = useScheme();
  const name = t(scheme === 'dark' ? 'toLight' : 'toDark');
  return (
    <Button look="quiet" size="small" aria-label={name} title={name} onClick={() => chooseScheme(scheme === 'dark' ? 'light' : 'dark')}>
      {scheme === 'dark' ? <SunIcon /> : <MoonIcon />}
    </Button>
  );
}
