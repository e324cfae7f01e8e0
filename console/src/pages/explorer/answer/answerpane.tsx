import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatBytes } from '../../../format/numbers.ts';
import { formatDuration } from '../../../format/times.ts';
import { Button } from '../../../ui/button.tsx';
import { CopyButton } from '../../../ui/copy.tsx';
import { LongText } from '../../../ui/longtext.tsx';
import { Empty, Fault } from '../../../ui/notes.tsx';
import { StatusMark } from '../../../ui/status.tsx';
import type { ActionDoc, RetCodeDoc } from '../document.ts';
import type { SentCall } from '../send.ts';
import styles from './answer.module.css';
import { FieldList } from './fieldlist.tsx';
import { JsonView } from './jsonview.tsx';
import { hasSecrets, withoutSecrets } from './secrets.ts';

/** What came of the last call, beside what its fields mean. */
export function AnswerPane({ action, call, retCodes }: { action: ActionDoc; call: SentCall | undefined; retCodes: readonly RetCodeDoc[] }) {
  const { t } = useTranslation('explorer');
  return (
    <div className={styles.pane}>
      {call === undefined ? (
        <Empty title={t('noAnswer')}>
          <p>{t('noAnswerLead')}</p>
        </Empty>
      ) : (
        <Came key={call.id} action={action} call={call} retCodes={retCodes} />
      )}
      <FieldList fields={action.fields} />
    </div>
  );
}

const envelopeFields: Readonly<Record<string, 'field.message'>> = { Message: 'field.message' };

function Came({ action, call, retCodes }: { action: ActionDoc; call: SentCall; retCodes: readonly RetCodeDoc[] }) {
  const { t } = useTranslation('explorer');
  const [shows, setShows] = useState(false);
  const { answer, error, retCode, requestId } = call;
  if (retCode === undefined) return error === undefined ? null : <Fault error={error} />;
  const spec = retCodes.find((one) => one.retCode === retCode);
  const withSecrets = hasSecrets(answer);
  const shown = withSecrets && !shows ? withoutSecrets(answer) : answer;
  const describe = (path: string) => {
    const own = action.fields.find((field) => field.path === path)?.description;
    const key = envelopeFields[path];
    return own ?? (key === undefined ? undefined : t(key));
  };
  return (
    <>
      <div className={styles.verdict} role="status" data-good={retCode === 0}>
        <StatusMark status={retCode === 0 ? 'success' : 'failure'} />
        <strong>RetCode {retCode}</strong>
        <span>{retCode === 0 ? t('succeeded') : (spec?.meaning ?? '')}</span>
        {spec?.isRetryable === true && <span className={styles.soft}>{t('retryable')}</span>}
      </div>
      <div className={styles.head}>
        <dl className={styles.marks}>
          {requestId !== undefined && (
            <div>
              <dt>{t('requestId')}</dt>
              <dd>
                <LongText text={requestId} />
              </dd>
            </div>
          )}
          <div>
            <dt>{t('took')}</dt>
            <dd>{formatDuration(call.durationMs)}</dd>
          </div>
          <div>
            <dt>{t('size')}</dt>
            <dd>{formatBytes(call.sizeBytes)}</dd>
          </div>
        </dl>
        <div className={styles.buttons}>
          {withSecrets && (
            <Button size="small" aria-pressed={shows} onClick={() => setShows(!shows)}>
              {t(shows ? 'hideSecrets' : 'showSecrets')}
            </Button>
          )}
          <CopyButton text={() => JSON.stringify(shown, null, 2)} label={t('copyAnswer')} />
        </div>
      </div>
      <JsonView answer={shown} describe={describe} label={t('answer')} />
    </>
  );
}
