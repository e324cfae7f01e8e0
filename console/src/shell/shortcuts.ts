import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { places } from './places.ts';

const sequenceMs = 1200;

/** `g` and a letter go somewhere, `/` searches, `?` helps, Esc goes back: unless somebody is typing. */
export function useShortcuts(onHelp: () => void): void {
  const [, go] = useLocation();
  const goneAtMs = useRef(0);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      if (Date.now() - goneAtMs.current < sequenceMs) {
        goneAtMs.current = 0;
        const place = places.find(({ letter }) => letter === event.key);
        if (place === undefined) return;
        event.preventDefault();
        go(place.href);
        return;
      }
      act(event);
    };
    const act = (event: KeyboardEvent) => {
      switch (event.key) {
        case 'g':
          goneAtMs.current = Date.now();
          return;
        case '/': {
          const search = document.querySelector<HTMLElement>('[data-search]');
          if (search === null) return;
          event.preventDefault();
          search.focus();
          return;
        }
        case 'j':
        case 'k': {
          const rows = document.querySelector<HTMLElement>('main [data-rows]');
          if (rows === null || rows === document.activeElement) return;
          rows.focus();
          rows.dispatchEvent(new KeyboardEvent('keydown', { key: event.key, bubbles: true }));
          return;
        }
        case '?':
          onHelp();
          return;
        case 'Escape':
          if (document.querySelector('[data-dialog]') === null) document.querySelector<HTMLElement>('[data-back]')?.click();
          return;
        default:
      }
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [go, onHelp]);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}
