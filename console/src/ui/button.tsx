import type { ComponentProps } from 'react';
import { Link } from 'wouter';
import styles from './button.module.css';
import { classes } from './classes.ts';

type Look = { look?: 'plain' | 'primary' | 'danger' | 'quiet'; size?: 'normal' | 'small' };

export function buttonClass({ look = 'plain', size = 'normal' }: Look, more?: string): string {
  return classes(styles.button, look !== 'plain' && styles[look], size === 'small' && styles.small, more);
}

export function Button({ look, size, className, type = 'button', ...rest }: Look & ComponentProps<'button'>) {
  return <button type={type} className={buttonClass({ ...(look && { look }), ...(size && { size }) }, className)} {...rest} />;
}

/** A link that looks like a button, for going somewhere. */
export function ButtonLink({ look, size, href, children }: Look & { href: string; children: React.ReactNode }) {
  return (
    <Link href={href} className={buttonClass({ ...(look && { look }), ...(size && { size }) })}>
      {children}
    </Link>
  );
}
