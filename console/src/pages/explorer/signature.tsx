import { Fragment, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { requestParams } from '../../../../src/client/body.ts';
import { signatureOf } from '../../../../src/client/signature.ts';
import { partsToSign } from '../../../../src/wire/sign.ts';
import { shortenMiddle, visible } from '../../format/shorten.ts';
import type { Credentials } from '../../session/session.tsx';
import { CopyButton } from '../../ui/copy.tsx';
import { hidden } from './answer/secrets.ts';
import type { RequestValues } from './form/values.ts';
import styles from './signature.module.css';

/** Of a value that is longer, the middle is left out: the page would be nothing but one list of URLs. */
const maxShown = 1200;

/** The text that is signed for what the form stands for, in its parts, and the signature. The private key is never shown. */
export function SignaturePane({ action, request, credentials }: { action: string; request: RequestValues; credentials: Credentials }) {
  const { t } = useTranslation('explorer');
  const { parts, signature } = useMemo(() => {
    const params = requestParams(action, request, credentials);
    return { parts: partsToSign(params), signature: signatureOf(params, credentials.privateKey) };
  }, [action, request, credentials]);
  return (
    <div className={styles.pane}>
      <p className={styles.lead}>{t('signed.lead')}</p>
      <ul className={styles.legend}>
        <li className={styles.name}>{t('signed.name')}</li>
        <li className={styles.value}>{t('signed.value')}</li>
        <li className={styles.key}>{t('signed.key')}</li>
      </ul>
      <pre className={styles.text} aria-label={t('signed.text')} tabIndex={0}>
        {parts.map(([name, value]) => (
          <Fragment key={name}>
            <span className={styles.name}>{name}</span>
            <bdi className={styles.value}>{shortenMiddle(visible(name === 'SecurityToken' ? hidden : value), maxShown)}</bdi>
            <wbr />
          </Fragment>
        ))}
        <span className={styles.key}>{hidden}</span>
      </pre>
      <h3>{t('signed.signature')}</h3>
      <p className={styles.signature}>
        <code>{signature}</code>
        <CopyButton text={signature} label={t('signed.copy')} />
      </p>
      <p className={styles.lead}>{t('signed.how')}</p>
    </div>
  );
}
