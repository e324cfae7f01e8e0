import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDo } from '../../server/queries.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmByTyping } from '../../ui/dialog.tsx';
import { useTell } from '../../ui/toasts.tsx';
import type { Node } from './nodestate.ts';

/** What can be done with one node. Draining takes users away from it: its reach is shown first. */
export function NodeActions({ node }: { node: Node }) {
  const { t } = useTranslation('nodes');
  const tell = useTell();
  const pause = useDo('PauseUcdnFetch');
  const resume = useDo('ResumeUcdnFetch');
  const drain = useDo('DrainUcdnNode');
  const undrain = useDo('UndrainUcdnNode');
  const resync = useDo('ResyncUcdnNode');
  const [isAsking, setAsking] = useState(false);
  const isBusy = [pause, resume, drain, undrain, resync].some(({ isPending }) => isPending);
  const then = (done: string) => ({ onSuccess: () => tell.done(done, node.Name), onError: tell.failed });
  return (
    <>
      {node.Paused ? (
        <Button disabled={isBusy} onClick={() => resume.mutate({ Node: node.Name }, then(t('done.resume')))}>
          {t('resume')}
        </Button>
      ) : (
        <Button disabled={isBusy} onClick={() => pause.mutate({ Node: node.Name }, then(t('done.pause')))}>
          {t('pause')}
        </Button>
      )}
      <Button disabled={isBusy} title={t('resyncHint')} onClick={() => resync.mutate({ Node: node.Name }, then(t('done.resync')))}>
        {t('resync')}
      </Button>
      {node.LedgerState === 'drained' ? (
        <Button disabled={isBusy} onClick={() => undrain.mutate({ Node: node.Name }, then(t('done.undrain')))}>
          {t('undrain')}
        </Button>
      ) : (
        <Button look="danger" disabled={isBusy} onClick={() => setAsking(true)}>
          {t('drain')}
        </Button>
      )}
      <ConfirmByTyping
        title={t('drainTitle', { node: node.Name })}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        typed={node.Name}
        doLabel={t('drain')}
        isBusy={isBusy}
        onDo={() => {
          setAsking(false);
          drain.mutate({ Node: node.Name }, then(t('done.drain')));
        }}
      >
        <p>{t('drainLead', { count: node.Domains.length, inFlight: node.InFlight })}</p>
      </ConfirmByTyping>
    </>
  );
}
