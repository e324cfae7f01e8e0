import { useSyncExternalStore } from 'react';

export type Scheme = 'light' | 'dark';
const stored = 'forewarm.scheme';
const prefersDark = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

/** The colours that are shown: as chosen on this browser, else as the system has them. */
export function useScheme(): Scheme {
  return useSyncExternalStore(subscribe, current);
}

export function chooseScheme(scheme: Scheme): void {
  localStorage.setItem(stored, scheme);
  changed();
}

/** Called before the first drawing, so that no page is drawn in the wrong colours. */
export function startScheme(): void {
  prefersDark.addEventListener('change', changed);
  changed();
}

function current(): Scheme {
  const chosen = localStorage.getItem(stored);
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return prefersDark.matches ? 'dark' : 'light';
}

function changed(): void {
  document.documentElement.dataset['scheme'] = current();
  for (const tell of listeners) tell();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
