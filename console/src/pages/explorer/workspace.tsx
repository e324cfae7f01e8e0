import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useSearch } from 'wouter';
import { useSession } from '../../session/session.tsx';
import { buttonClass } from '../../ui/button.tsx';
import { Choice } from '../../ui/tabs.tsx';
import { AnswerPane } from './answer/answerpane.tsx';
import { CodePane } from './code/codepane.tsx';
import { codeLanguages, type CodeLanguage } from './code/languages.ts';
import type { ActionDoc, ApiDocument } from './document.ts';
import styles from './explorer.module.css';
import { CallForm } from './form/callform.tsx';
import { useSuggestions } from './form/suggestions.ts';
import { addressOf, requestOf, valuesFrom, type FormValues } from './form/values.ts';
import { History } from './history.tsx';
import { draftOf, keepDraft, rememberCall, useCalls } from './memory.ts';
import { send, type SentCall } from './send.ts';
import { SignaturePane } from './signature.tsx';
import { Warning } from './warning.tsx';

const views = ['answer', 'code', 'signature', 'history'] as const;
type View = (typeof views)[number];

/** The address follows the form once one has paused typing. */
const addressDelayMs = 300;

/** RetCodes that say that the key is no longer good: a call by the session's client then leads back to sign-in. */
const keyEnded: ReadonlySet<number | undefined> = new Set([170, 171, 172, 174]);

/** One action: its form in the middle, what comes of it to the right. */
export function Workspace({ document, action, onReplay }: { document: ApiDocument; action: ActionDoc; onReplay(): void }) {
  const { t } = useTranslation('explorer');
  const { client, credentials, projectId } = useSession();
  const { publicKey } = credentials;
  const queries = useQueryClient();
  const [here, go] = useLocation();
  const search = useSearch();
  const calls = useCalls(publicKey);
  const [values, setValues] = useState(() => startOf(action, new URLSearchParams(search), publicKey));
  const [call, setCall] = useState<SentCall | undefined>(() => lastOf(calls, action, values));
  const [isBusy, setBusy] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const right = useRef<HTMLElement>(null);
  const names = useMemo(() => document.actions.map(({ name }) => name), [document]);
  const suggestionsFor = useSuggestions(action, names);
  const request = useMemo(() => withProject(requestOf(action, values), projectId), [action, values, projectId]);
  const sample = useMemo(
    () => ({ action: action.name, request, endpoint: location.origin, hasToken: credentials.securityToken !== undefined }),
    [action.name, request, credentials.securityToken],
  );
  const { pairs, isWhole } = useMemo(() => addressOf(action, values), [action, values]);
  const params = new URLSearchParams(search);
  const find = params.get('find');
  const view = views.find((one) => one === params.get('view')) ?? (call === undefined ? 'code' : 'answer');
  const language = codeLanguages.find(({ id }) => id === params.get('code'))?.id ?? 'curl';

  const change = (next: FormValues) => {
    setValues(next);
    keepDraft(publicKey, action.name, next);
  };
  const goTo = (more: { view?: View; code?: CodeLanguage }) => {
    const next = new URLSearchParams(search);
    for (const [name, value] of Object.entries(more)) next.set(name, value);
    go(`${here}?${next.toString()}`, { replace: true });
  };

  useEffect(() => {
    const timer = setTimeout(() => {
      const next = addressWith(search, action, pairs, isWhole);
      if (next !== search) go(next === '' ? here : `${here}?${next}`, { replace: true });
    }, addressDelayMs);
    return () => clearTimeout(timer);
  }, [search, action, pairs, isWhole, here, go]);

  const sendNow = async (sent: FormValues) => {
    setAsking(false);
    setBusy(true);
    const result = await send({ action: action.name, values: sent, request: withProject(requestOf(action, sent), projectId) }, credentials);
    setBusy(false);
    setCall(result);
    rememberCall(publicKey, result);
    if (view !== 'answer') goTo({ view: 'answer' });
    bringIntoSight(right.current);
    if (keyEnded.has(result.retCode)) await client.call('GetProjectList', {}).catch(() => undefined);
    else if (!action.isQuery) await queries.invalidateQueries();
  };
  const ask = () => {
    if (action.isQuery || request['DryRun'] === true) void sendNow(values);
    else setAsking(true);
  };
  const open = (past: SentCall) => {
    keepDraft(publicKey, past.action, past.values);
    const found = document.actions.find(({ name }) => name === past.action);
    const next = new URLSearchParams({ view: 'answer', code: language });
    if (find !== null) next.set('find', find);
    const address = found === undefined ? next.toString() : addressWith(next.toString(), found, addressOf(found, past.values).pairs, false);
    go(`/explorer/${past.action}?${address}`);
    onReplay();
  };

  return (
    <>
      <section className={styles.middle} aria-label={action.name}>
        <header className={styles.title}>
          <Link
            href={`/explorer${find === null ? '' : `?find=${encodeURIComponent(find)}`}`}
            className={buttonClass({ look: 'quiet', size: 'small' })}
            data-back
          >
            {t('allActions')}
          </Link>
          <h2>{action.name}</h2>
          <p>{action.summary}</p>
          <p className={styles.soft}>{t(action.isExtension ? 'ofForewarm' : 'ofVendor')}</p>
        </header>
        <CallForm
          action={action}
          values={values}
          suggestionsFor={suggestionsFor}
          isInAddress={isWhole}
          isBusy={isBusy}
          onChange={change}
          onSend={ask}
        />
      </section>
      <section ref={right} className={styles.right} aria-label={t('views')} aria-busy={isBusy}>
        <Choice<View>
          label={t('views')}
          value={view}
          options={views.map((one) => ({
            value: one,
            label: one === 'history' && calls.length > 0 ? `${t('view.history')} (${calls.length})` : t(`view.${one}`),
          }))}
          onChoose={(chosen) => goTo({ view: chosen })}
        />
        {view === 'answer' && <AnswerPane action={action} call={call} retCodes={document.retCodes} />}
        {view === 'code' && <CodePane call={sample} language={language} onChoose={(code) => goTo({ view: 'code', code })} />}
        {view === 'signature' && <SignaturePane action={action.name} request={request} credentials={credentials} />}
        {view === 'history' && <History calls={calls} onOpen={open} />}
      </section>
      <Warning
        action={action}
        request={request}
        projectId={typeof request['ProjectId'] === 'string' ? request['ProjectId'] : undefined}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onSend={() => void sendNow(values)}
        onTry={() => {
          const dry = { ...values, DryRun: 'true' };
          change(dry);
          void sendNow(dry);
        }}
      />
    </>
  );
}

/** On a narrow screen the answer comes below the form; where it can be seen, nothing moves. */
function bringIntoSight(element: HTMLElement | null): void {
  if (element !== null && element.getBoundingClientRect().top > innerHeight / 2) element.scrollIntoView({ block: 'start' });
}

/** Told in the address when it can't hold all of the form: what is kept in the tab goes before it. */
const keptMark = 'kept';

/** The form as the address has it; as this tab left it, where the address says nothing or not all. */
function startOf(action: ActionDoc, search: URLSearchParams, publicKey: string): FormValues {
  const given = valuesFrom(search, action);
  const draft = draftOf(publicKey, action.name);
  if (draft !== undefined && (Object.keys(given).length === 0 || search.has(keptMark))) return draft;
  return given;
}

/** What came of it when this tab last sent the very same. */
function lastOf(calls: readonly SentCall[], action: ActionDoc, values: FormValues): SentCall | undefined {
  const request = JSON.stringify(requestOf(action, values));
  return calls.find((call) => call.action === action.name && JSON.stringify(requestOf(action, call.values)) === request);
}

function withProject(request: ReturnType<typeof requestOf>, projectId: string | undefined): ReturnType<typeof requestOf> {
  return projectId === undefined || request['ProjectId'] !== undefined ? request : { ProjectId: projectId, ...request };
}

/** The address with the values of a form in place of those that it had. */
function addressWith(search: string, { parameters }: ActionDoc, pairs: readonly (readonly [string, string])[], isWhole: boolean): string {
  const next = new URLSearchParams(search);
  for (const { name } of parameters) next.delete(name);
  next.delete(keptMark);
  for (const [name, value] of pairs) next.append(name, value);
  if (!isWhole) next.set(keptMark, '1');
  return next.toString();
}
