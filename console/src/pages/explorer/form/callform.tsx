import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/button.tsx';
import { Note } from '../../../ui/notes.tsx';
import type { ActionDoc, ParameterDoc } from '../document.ts';
import styles from './form.module.css';
import { ParameterField } from './parameterfield.tsx';
import type { Suggestion } from './suggestions.ts';
import type { FormValues } from './values.ts';

/** More of them than this are folded away, if they need not be there. */
const maxShown = 6;

type Props = {
  action: ActionDoc;
  values: FormValues;
  suggestionsFor(parameter: string): readonly Suggestion[];
  /** Whether the address holds all of the form. */
  isInAddress: boolean;
  isBusy: boolean;
  onChange(values: FormValues): void;
  onSend(): void;
};

export function CallForm({ action, values, suggestionsFor, isInAddress, isBusy, onChange, onSend }: Props) {
  const { t } = useTranslation('explorer');
  const { parameters } = action;
  const [first, folded] = partsOf(parameters);
  // Decided once: a part that opens and closes while one types would be a nuisance.
  const [isOpen] = useState(() => folded.some(({ name }) => (values[name] ?? '') !== ''));
  const field = (parameter: ParameterDoc) => (
    <ParameterField
      key={parameter.name}
      parameter={parameter}
      text={values[parameter.name] ?? ''}
      suggestions={suggestionsFor(parameter.name)}
      onChange={(text) => onChange({ ...values, [parameter.name]: text })}
    />
  );
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (!isBusy) onSend();
  };
  return (
    <form
      className={styles.form}
      aria-label={t('parameters')}
      noValidate
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) onSend();
      }}
    >
      {parameters.length === 0 && <p className={styles.soft}>{t('noParameters')}</p>}
      <div className={styles.fields}>{first.map(field)}</div>
      {folded.length > 0 && (
        <details className={styles.more} open={isOpen}>
          <summary>{t('moreParameters', { count: folded.length })}</summary>
          <div className={styles.fields}>{folded.map(field)}</div>
        </details>
      )}
      {!isInAddress && (
        <Note kind="warning">
          <p>{t('tooLongForAddress')}</p>
        </Note>
      )}
      <div className={styles.send}>
        <Button type="submit" look="primary" disabled={isBusy} title="Ctrl+Enter">
          {t(action.isQuery ? 'send' : 'sendChange')}
        </Button>
        <Button look="quiet" onClick={() => onChange({})}>
          {t('clear')}
        </Button>
        <span className={styles.soft}>{t(action.isQuery ? 'changesNothing' : 'changes')}</span>
      </div>
    </form>
  );
}

/** Those that must be there first, and not more at once than one can look over. */
function partsOf(parameters: readonly ParameterDoc[]): [first: ParameterDoc[], folded: ParameterDoc[]] {
  const sorted = [...parameters.filter(({ isRequired }) => isRequired), ...parameters.filter(({ isRequired }) => !isRequired)];
  return sorted.length <= maxShown + 2 ? [sorted, []] : [sorted.slice(0, maxShown), sorted.slice(maxShown)];
}
