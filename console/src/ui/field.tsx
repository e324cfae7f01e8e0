import { useId, type ComponentProps, type ReactNode } from 'react';
import { classes } from './classes.ts';
import styles from './field.module.css';

type FieldProps = { label: ReactNode; hint?: ReactNode; error?: string | undefined; mono?: boolean };

/** A labelled input of one line. */
export function TextField({ label, hint, error, mono = false, ...rest }: FieldProps & ComponentProps<'input'>) {
  return (
    <Labelled {...{ label, hint, error }}>
      {(marks) => <input className={classes(styles.input, mono && styles.mono)} {...marks} {...rest} />}
    </Labelled>
  );
}

export function TextArea({ label, hint, error, mono = false, ...rest }: FieldProps & ComponentProps<'textarea'>) {
  return (
    <Labelled {...{ label, hint, error }}>
      {(marks) => <textarea className={classes(styles.input, mono && styles.mono)} {...marks} {...rest} />}
    </Labelled>
  );
}

/** The platform's own list: it is reachable by keyboard, spoken by screen readers and fit for small screens as it is. */
export function SelectField<Value extends string>({
  label,
  hint,
  error,
  options,
  value,
  onChoose,
  ...rest
}: FieldProps &
  Omit<ComponentProps<'select'>, 'value' | 'onChange'> & {
    value: Value;
    options: readonly { value: Value; label: string }[];
    onChoose(value: Value): void;
  }) {
  return (
    <Labelled {...{ label, hint, error }}>
      {(marks) => (
        <select
          className={styles.input}
          {...marks}
          {...rest}
          value={value}
          onChange={(event) => {
            const chosen = options.find((option) => option.value === event.target.value);
            if (chosen !== undefined) onChoose(chosen.value);
          }}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  );
}

/** Yes or no, with its label behind it. */
export function CheckField({ label, isChecked, onChange }: { label: ReactNode; isChecked: boolean; onChange(isChecked: boolean): void }) {
  return (
    <label className={styles.check}>
      <input type="checkbox" checked={isChecked} onChange={(event) => onChange(event.target.checked)} />
      {label}
    </label>
  );
}

type Marks = { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true };

function Labelled({ label, hint, error, children }: Omit<FieldProps, 'mono'> & { children(marks: Marks): ReactNode }) {
  const id = useId();
  const told = error ?? hint;
  const marks: Marks = {
    id,
    ...(told !== undefined && { 'aria-describedby': `${id}-told` }),
    ...(error !== undefined && { 'aria-invalid': true }),
  };
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      {children(marks)}
      {told !== undefined && (
        <div id={`${id}-told`} className={error === undefined ? styles.hint : styles.error}>
          {told}
        </div>
      )}
    </div>
  );
}
