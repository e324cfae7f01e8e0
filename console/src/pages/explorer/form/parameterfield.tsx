import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { SelectField, TextArea, TextField } from '../../../ui/field.tsx';
import type { ParameterDoc } from '../document.ts';
import styles from './form.module.css';
import { localOf, secondsOf, zoneAt } from './localtime.ts';
import type { Suggestion } from './suggestions.ts';
import { faultOf, linesOf } from './values.ts';

type Props = {
  parameter: ParameterDoc;
  text: string;
  suggestions: readonly Suggestion[];
  onChange(text: string): void;
};

/** The input of one parameter, by its kind. */
export function ParameterField(props: Props) {
  const { kind, choices, name } = props.parameter;
  if (kind === 'list') return <ListField {...props} />;
  if (kind === 'flag') return <ChoiceField {...props} choices={['true', 'false']} />;
  if (choices !== undefined) return <ChoiceField {...props} choices={choices} />;
  return kind === 'integer' && name.endsWith('Time') ? <TimeField {...props} /> : <OneField {...props} />;
}

function Label({ parameter }: { parameter: ParameterDoc }) {
  const { t } = useTranslation('explorer');
  return (
    <span className={styles.label}>
      <code>{parameter.kind === 'list' ? `${parameter.name}.N` : parameter.name}</code>
      {parameter.isRequired && <span className={styles.required}>{t('required')}</span>}
    </span>
  );
}

/** What the parameter is, what it may be, what it is when left out. */
function useHint({ description, minimum, maximum, fallback, maxItems }: ParameterDoc): string {
  const { t, i18n } = useTranslation('explorer');
  const told = [description];
  if (maximum !== undefined && !description.includes(String(maximum))) told.push(t('range', { from: minimum ?? 0, to: maximum }));
  if (maxItems !== undefined) told.push(t('atMost', { count: maxItems }));
  if (fallback !== undefined && !/(?:Default: |默认：)/.test(description)) told.push(t('fallback', { value: fallback }));
  return told.join(betweenSentences(i18n.language));
}

/** Chinese full stops bring their own space. */
function betweenSentences(language: string): string {
  return language === 'zh-CN' ? '' : ' ';
}

function useFault(parameter: ParameterDoc, text: string): string | undefined {
  const { t } = useTranslation('explorer');
  const fault = faultOf(parameter, text);
  if (fault === undefined) return undefined;
  if (fault.kind === 'integer') return t('fault.integer');
  if (fault.kind === 'range') return t('fault.range', { from: fault.from, to: fault.to });
  return t(fault.kind === 'tooMany' ? 'fault.tooMany' : 'fault.tooLong', { most: fault.most });
}

function useMarks(parameter: ParameterDoc, text: string) {
  const error = useFault(parameter, text);
  const hint = useHint(parameter);
  return { label: <Label parameter={parameter} />, hint, error: error === undefined ? undefined : `${error} ${hint}` };
}

function OneField({ parameter, text, suggestions, onChange }: Props) {
  const marks = useMarks(parameter, text);
  const listId = useId();
  return (
    <>
      <TextField
        {...marks}
        mono
        value={text}
        autoComplete="off"
        spellCheck={false}
        {...(parameter.kind === 'integer' && { inputMode: 'numeric' as const })}
        {...(suggestions.length > 0 && { list: listId })}
        onChange={(event) => onChange(event.target.value)}
      />
      {suggestions.length > 0 && (
        <datalist id={listId}>
          {suggestions.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </datalist>
      )}
    </>
  );
}

const unset = '\0';

function ChoiceField({ parameter, text, choices, onChange }: Props & { choices: readonly string[] }) {
  const { t } = useTranslation('explorer');
  const marks = useMarks(parameter, text);
  // A value that came by the address and is none of them is shown as it is, and refused by the server.
  const all = text === '' || choices.includes(text) ? choices : [...choices, text];
  return (
    <SelectField<string>
      {...marks}
      value={text === '' ? unset : text}
      options={[{ value: unset, label: t('notSent') }, ...all.map((value) => ({ value, label: value }))]}
      onChoose={(value) => onChange(value === unset ? '' : value)}
    />
  );
}

function TimeField({ parameter, text, onChange }: Props) {
  const { t } = useTranslation('explorer');
  const marks = useMarks(parameter, text);
  const zone = zoneAt(/^\d{1,10}$/.test(text) ? Number(text) * 1000 : undefined);
  return (
    <div className={styles.time}>
      <TextField
        {...marks}
        hint={`${marks.hint} ${t('zone', { zone })}`}
        type="datetime-local"
        step={1}
        value={localOf(text)}
        onChange={(event) => onChange(secondsOf(event.target.value))}
      />
      <input
        className={styles.seconds}
        aria-label={t('seconds', { name: parameter.name })}
        placeholder={t('secondsHint')}
        inputMode="numeric"
        value={text}
        onChange={(event) => onChange(event.target.value.trim())}
      />
    </div>
  );
}

function ListField({ parameter, text, suggestions, onChange }: Props) {
  const { t } = useTranslation('explorer');
  const marks = useMarks(parameter, text);
  const lines = linesOf(text);
  const all = parameter.choices?.map((value) => ({ value, label: '' })) ?? suggestions;
  const left = all.filter(({ value }) => !lines.includes(value));
  return (
    <div className={styles.list}>
      <TextArea
        {...marks}
        hint={`${marks.hint} ${t('onePerLine', { count: lines.length })}`}
        mono
        rows={parameter.name === 'UrlList' ? 5 : 2}
        value={text}
        spellCheck={false}
        wrap="off"
        onChange={(event) => onChange(event.target.value)}
      />
      {left.length > 0 && (
        <select
          className={styles.add}
          aria-label={t('addTo', { name: parameter.name })}
          value=""
          onChange={(event) => onChange([...lines, event.target.value].join('\n'))}
        >
          <option value="">{t('add')}</option>
          {left.map(({ value, label }) => (
            <option key={value} value={value}>
              {label === '' ? value : `${value} (${label})`}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}
