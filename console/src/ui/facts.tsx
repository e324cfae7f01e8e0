import type { ReactNode } from 'react';

/** A name and what is known of it; false: there is nothing to tell, so it is left out. */
export type Fact = readonly [name: string, value: ReactNode] | false;

/** Names and values side by side; `children`: entries that look otherwise. */
export function FactList({ facts, className, children }: { facts: readonly Fact[]; className: string | undefined; children?: ReactNode }) {
  return (
    <dl className={className}>
      {facts
        .filter((fact) => fact !== false)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      {children}
    </dl>
  );
}
