import { useSyncExternalStore } from 'react';
import type { FormValues } from './form/values.ts';
import { forHistory, type SentCall } from './send.ts';

const maxCalls = 100;

/** What this tab remembers of the explorer for one key: calls and half-filled forms. In memory only. */
type Memory = { publicKey: string; calls: readonly SentCall[]; drafts: ReadonlyMap<string, FormValues> };

let memory: Memory = { publicKey: '', calls: [], drafts: new Map() };
const listeners = new Set<() => void>();

function change(next: Memory): void {
  memory = next;
  for (const tell of listeners) tell();
}

/** Another key's calls are forgotten, not shown. */
function ownedBy(publicKey: string): Memory {
  return memory.publicKey === publicKey ? memory : { publicKey, calls: [], drafts: new Map() };
}

export function rememberCall(publicKey: string, call: SentCall): void {
  const own = ownedBy(publicKey);
  change({ ...own, calls: [forHistory(call), ...own.calls].slice(0, maxCalls) });
}

export function keepDraft(publicKey: string, action: string, values: FormValues): void {
  const own = ownedBy(publicKey);
  // Nobody watches drafts: a form reads its own once, when it is opened.
  memory = { ...own, drafts: new Map([...own.drafts, [action, values]]) };
}

export function draftOf(publicKey: string, action: string): FormValues | undefined {
  return ownedBy(publicKey).drafts.get(action);
}

const none: readonly SentCall[] = [];

/** This tab's calls, the latest first. */
export function useCalls(publicKey: string): readonly SentCall[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => (memory.publicKey === publicKey ? memory.calls : none),
  );
}
