import { Link } from 'wouter';
import styles from './tabs.module.css';

/** Parts of a page that have addresses of their own. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly { href: string; label: React.ReactNode; isCurrent: boolean }[] }) {
  return (
    <nav className={styles.tabs} aria-label={label}>
      {tabs.map((tab) => (
        <Link key={tab.href} href={tab.href} className={styles.tab} {...(tab.isCurrent && { 'aria-current': 'page' as const })}>
          {tab.label}
        </Link>
      ))}
    </nav>
  );
}

/** One of a few, such as a language or a filter. */
export function Choice<Value extends string>({
  label,
  value,
  options,
  onChoose,
}: {
  label: string;
  value: Value;
  options: readonly { value: Value; label: React.ReactNode }[];
  onChoose(value: Value): void;
}) {
  return (
    <div className={styles.choice} role="group" aria-label={label}>
      {options.map((option) => (
        <button key={option.value} type="button" aria-pressed={option.value === value} onClick={() => onChoose(option.value)}>
          {option.label}
        </button>
      ))}
    </div>
  );
}
