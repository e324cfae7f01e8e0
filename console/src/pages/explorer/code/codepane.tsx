import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../../../ui/copy.tsx';
import { Choice } from '../../../ui/tabs.tsx';
import styles from './code.module.css';
import { highlight } from './highlight.ts';
import { codeIn, codeLanguages, type CodeLanguage } from './languages.ts';
import type { SampleCall } from './sample.ts';

/** More of it than this is copied, not shown: a thousand URLs are nothing to read. */
const maxShown = 40_000;

const manners = { curl: 'shell', python: 'hash', go: 'slashes', java: 'slashes', typescript: 'slashes' } as const;

type Props = { call: SampleCall; language: CodeLanguage; onChoose(language: CodeLanguage): void };

/** The call as code that works when it is pasted. */
export function CodePane({ call, language, onChoose }: Props) {
  const { t } = useTranslation('explorer');
  const code = useMemo(() => codeIn(language, call), [language, call]);
  const tokens = useMemo(() => highlight(code.slice(0, maxShown), manners[language]), [code, language]);
  return (
    <div className={styles.pane}>
      <div className={styles.head}>
        <Choice<CodeLanguage>
          label={t('codeLanguage')}
          value={language}
          options={codeLanguages.map(({ id, name }) => ({ value: id, label: name }))}
          onChoose={onChoose}
        />
        <CopyButton text={code} label={t('copyCode')}>
          {t('copyCode')}
        </CopyButton>
      </div>
      <p className={styles.soft}>{t(`needs.${language}`)}</p>
      <pre className={styles.code} aria-label={t('code')} tabIndex={0}>
        <code>
          {tokens.map(({ at, text, kind }) => (
            <span key={at} className={kind === 'plain' ? undefined : styles[kind]}>
              {text}
            </span>
          ))}
          {code.length > maxShown && `\n${t('codeCut')}`}
        </code>
      </pre>
      <p className={styles.soft}>{t(call.hasToken ? 'keysFromEnvironmentToken' : 'keysFromEnvironment')}</p>
    </div>
  );
}
