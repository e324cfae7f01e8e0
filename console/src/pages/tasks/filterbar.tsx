import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'wouter';
import { wireStatuses } from '../../../../src/client/index.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { defaultSpan, hasFilter, spans, taskTypes, type Filters } from './filters.ts';
import styles from './tasks.module.css';

/** What the API can choose tasks by. All of it stands in the address. */
export function FilterBar({ filters }: { filters: Filters }) {
  const { t } = useTranslation(['tasks', 'common']);
  const [, setSearch] = useSearchParams();
  const set = (values: Readonly<Record<string, string | undefined>>) =>
    setSearch((now) => {
      const next = new URLSearchParams(now);
      // Another list begins at its top.
      for (const [name, value] of Object.entries({ at: undefined, asOf: undefined, ...values })) {
        if (value === undefined || value === '') next.delete(name);
        else next.set(name, value);
      }
      return next;
    });
  const { window } = filters;
  const chosen = 'span' in window ? window.span : 'between';
  return (
    <search className={styles.filters} aria-label={t('filters')}>
      <TaskSearch value={filters.taskIds.join(' ')} onChange={(TaskId) => set({ TaskId })} />
      <SelectField
        label={t('status')}
        value={filters.status ?? ''}
        options={[{ value: '', label: t('any') }, ...wireStatuses.map((value) => ({ value, label: t(`common:status.${value}`) }))]}
        onChoose={(Status) => set({ Status })}
      />
      <SelectField
        label={t('type')}
        value={filters.type ?? ''}
        options={[{ value: '', label: t('any') }, ...taskTypes.map((value) => ({ value, label: t(`common:kind.${value}`) }))]}
        onChoose={(Type) => set({ Type })}
      />
      <SelectField
        label={t('window')}
        value={chosen}
        options={[...spans.map((value) => ({ value, label: t(`span.${value}`) })), { value: 'between', label: t('span.between') }]}
        onChoose={(value) =>
          set(
            value === 'between'
              ? { window: undefined, BeginTime: String(Math.floor(Date.now() / 1000) - 86_400) }
              : { window: value === defaultSpan ? undefined : value, BeginTime: undefined, EndTime: undefined },
          )
        }
      />
      {!('span' in window) && (
        <>
          <TimeField label={t('from')} atS={window.beginS} onChange={(BeginTime) => set({ BeginTime: BeginTime ?? '0' })} />
          <TimeField label={t('until')} atS={window.endS} onChange={(EndTime) => set({ EndTime })} />
        </>
      )}
      {hasFilter(filters) && (
        <Button
          look="quiet"
          onClick={() =>
            set({ Status: undefined, Type: undefined, TaskId: undefined, window: undefined, BeginTime: undefined, EndTime: undefined })
          }
        >
          {t('clear')}
        </Button>
      )}
    </search>
  );
}

/** By whole TaskIds, one or several. Looked for once typing pauses. */
function TaskSearch({ value, onChange }: { value: string; onChange(value: string): void }) {
  const { t } = useTranslation('tasks');
  const field = useRef<HTMLInputElement>(null);
  const pause = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(pause.current), []);
  // The address may change without the field, by going back: unless somebody is typing, the field follows.
  useEffect(() => {
    const { current } = field;
    if (current !== null && current !== document.activeElement) current.value = value;
  }, [value]);
  const look = () => {
    clearTimeout(pause.current);
    const text = field.current?.value.trim() ?? '';
    if (text !== value) onChange(text);
  };
  return (
    <form
      className={styles.search}
      onSubmit={(event) => {
        event.preventDefault();
        look();
      }}
    >
      <TextField
        ref={field}
        label={t('task')}
        type="search"
        mono
        data-search
        defaultValue={value}
        placeholder={t('searchHint')}
        autoComplete="off"
        spellCheck={false}
        onChange={() => {
          clearTimeout(pause.current);
          pause.current = setTimeout(look, 400);
        }}
        onBlur={look}
      />
    </form>
  );
}

/** In the browser's own time zone; empty: open. */
function TimeField({ label, atS, onChange }: { label: string; atS: number | undefined; onChange(atS: string | undefined): void }) {
  return (
    <TextField
      label={label}
      type="datetime-local"
      step={1}
      value={atS === undefined ? '' : localTime(atS)}
      onChange={({ target }) => {
        const atMs = new Date(target.value).getTime();
        onChange(Number.isNaN(atMs) || atMs < 0 ? undefined : String(Math.floor(atMs / 1000)));
      }}
    />
  );
}

/** `2026-11-29T22:41:07`, as such a field takes it. */
function localTime(atS: number): string {
  const offsetMs = new Date(atS * 1000).getTimezoneOffset() * 60_000;
  return new Date(atS * 1000 - offsetMs).toISOString().slice(0, 19);
}
