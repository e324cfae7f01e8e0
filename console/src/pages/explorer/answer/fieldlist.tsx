import { useTranslation } from 'react-i18next';
import type { FieldDoc } from '../document.ts';
import styles from './answer.module.css';

/** What the fields of an answer are. */
export function FieldList({ fields }: { fields: readonly FieldDoc[] }) {
  const { t } = useTranslation('explorer');
  return (
    <section className={styles.fields} aria-label={t('fields')}>
      <h3>{t('fields')}</h3>
      <dl>
        {fields.map(({ path, type, isOptional, description }) => (
          <div key={path} className={styles.field}>
            <dt>
              <code>{path}</code>
              <span className={styles.type}>
                {type}
                {isOptional && `, ${t('mayBeAbsent')}`}
              </span>
            </dt>
            <dd>{description}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
