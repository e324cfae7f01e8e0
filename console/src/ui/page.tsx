import { useEffect, type ReactNode } from 'react';
import { Link } from 'wouter';
import { classes } from './classes.ts';
import { BackIcon } from './icons.tsx';
import styles from './page.module.css';

type PageProps = {
  title: string;
  /** In the place of the title, where it needs more than text; what can be done then stands below. */
  heading?: ReactNode;
  /** Where the page belongs to: over the title, and with Esc unless something nearer is closed by it. */
  back?: { href: string; label: string; isNearest?: boolean };
  /** One line of truth under the title. */
  lead?: ReactNode;
  actions?: ReactNode;
  /** The page fills the window and its table scrolls by itself. */
  fills?: boolean;
  children: ReactNode;
};

export function Page({ title, heading, back, lead, actions, fills = false, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · forewarm`;
  }, [title]);
  return (
    <div className={classes(styles.page, fills && styles.filling)}>
      <header className={styles.head}>
        <div className={styles.title} data-whole={heading !== undefined}>
          {back !== undefined && (
            <Link href={back.href} className={styles.back} {...(back.isNearest !== false && { 'data-back': true })}>
              <BackIcon />
              {back.label}
            </Link>
          )}
          <h1>{heading ?? title}</h1>
          {lead !== undefined && <div className={styles.lead}>{lead}</div>}
        </div>
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}

export function Section({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className={styles.section} aria-label={title}>
      <div className={styles.sectionHead}>
        <h2>{title}</h2>
        {aside !== undefined && <div>{aside}</div>}
      </div>
      {children}
    </section>
  );
}
