import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useParams, useSearch } from 'wouter';
import { useSession } from '../../session/session.tsx';
import { Empty, Fault, Skeleton } from '../../ui/notes.tsx';
import { Page } from '../../ui/page.tsx';
import { ActionList } from './actionlist.tsx';
import type { RetCodeDoc } from './document.ts';
import styles from './explorer.module.css';
import { useDocument } from './usedocument.ts';
import { Workspace } from './workspace.tsx';

/** Every action of the API: what it takes, what it answers, and the code that calls it. */
export default function Explorer() {
  const { t } = useTranslation('explorer');
  const { credentials } = useSession();
  const { action: name } = useParams<{ action?: string }>();
  const search = useSearch();
  const [here, go] = useLocation();
  const [replays, setReplays] = useState(0);
  const { data: document, error, refetch } = useDocument();
  const action = document?.actions.find((one) => one.name === name);
  const params = new URLSearchParams(search);
  const find = params.get('find') ?? '';
  // What one looks at stays when another action is chosen; the values of the form are the action's own.
  const kept = new URLSearchParams([...params].filter(([key]) => key === 'code' || key === 'find')).toString();
  return (
    <Page title={t('title')} lead={t('lead')}>
      {error !== null && <Fault error={error} onRetry={() => void refetch()} />}
      {document === undefined && error === null && <Skeleton />}
      {document !== undefined && (
        <div className={styles.container}>
          <div className={styles.explorer} data-open={name !== undefined}>
            <ActionList
              actions={document.actions}
              current={name}
              find={find}
              hrefOf={(to) => `/explorer/${to}${kept === '' ? '' : `?${kept}`}`}
              onFind={(next) => {
                const changed = new URLSearchParams(search);
                if (next === '') changed.delete('find');
                else changed.set('find', next);
                go(`${here}?${changed.toString()}`, { replace: true });
              }}
            />
            {action !== undefined && (
              <Workspace
                key={`${action.name} ${credentials.publicKey} ${replays}`}
                document={document}
                action={action}
                onReplay={() => setReplays(replays + 1)}
              />
            )}
            {action === undefined && (
              <div className={styles.rest}>
                <Empty title={name === undefined ? t('choose') : t('unknownAction', { action: name })}>
                  <p>{t('chooseLead')}</p>
                </Empty>
                <RetCodes retCodes={document.retCodes} />
              </div>
            )}
          </div>
        </div>
      )}
    </Page>
  );
}

function RetCodes({ retCodes }: { retCodes: readonly RetCodeDoc[] }) {
  const { t } = useTranslation('explorer');
  return (
    <section aria-label={t('retCodes')}>
      <h2>{t('retCodes')}</h2>
      <dl className={styles.retCodes}>
        {retCodes.map(({ retCode, message, meaning, isRetryable }) => (
          <div key={retCode}>
            <dt>{retCode}</dt>
            <dd>
              <code>{message}</code>
              <span>
                {meaning} {isRetryable && t('retryable')}
              </span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
