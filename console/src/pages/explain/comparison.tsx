import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { WireStatus } from '../../../../src/wire/status.ts';
import { formatBytes } from '../../format/numbers.ts';
import { visible } from '../../format/shorten.ts';
import { formatDuration } from '../../format/times.ts';
import { classes } from '../../ui/classes.ts';
import { Status } from '../../ui/status.tsx';
import { differs, type Copy } from './copies.ts';
import styles from './explain.module.css';

/** The shape that says best what a cache has. */
const shapes = { fresh: 'success', expired: 'wait', absent: 'failure', unknown: 'unknow' } as const satisfies Record<string, WireStatus>;

const facets = [
  'state',
  'cause',
  'because',
  'httpStatus',
  'age',
  'freshFor',
  'bytes',
  'validator',
  'vary',
  'cacheStatus',
  'unwarmed',
  'cacheKey',
  'last',
] as const;
type Facet = (typeof facets)[number];

/** Facets whose difference between nodes says something: ages always differ. */
const compared: ReadonlySet<Facet> = new Set(['state', 'httpStatus', 'bytes', 'validator', 'vary', 'unwarmed']);

/** One column a node and variant, one row a facet; what differs is marked. */
export function Comparison({ copies }: { copies: readonly Copy[] }) {
  const { t } = useTranslation('explain');
  const shown = facets.filter((facet) => copies.some((copy) => valueOf(copy, facet) !== undefined));
  return (
    <div className={styles.frame} tabIndex={0} role="region" aria-label={t('title')}>
      <table className={styles.table}>
        <thead>
          <tr>
            <td>
              <span className="visually-hidden">{t('facet.state')}</span>
            </td>
            {copies.map((copy) => (
              <th key={keyOf(copy)} scope="col">
                <NodeHead copy={copy} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((facet) => {
            const isMarked = compared.has(facet) && differs(copies.map((copy) => valueOf(copy, facet)));
            return (
              <tr key={facet} className={classes(isMarked && styles.differs)}>
                <th scope="row">
                  {t(`facet.${facet}`)}
                  {isMarked && (
                    <span className={styles.mark} title={t('differs')}>
                      ≠<span className="visually-hidden">{t('differs')}</span>
                    </span>
                  )}
                </th>
                {copies.map((copy) => (
                  <td key={keyOf(copy)}>
                    <Value copy={copy} facet={facet} />
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function NodeHead({ copy: { node, variant } }: { copy: Copy }) {
  const { t } = useTranslation(['explain', 'common']);
  return (
    <span className={styles.node}>
      <Link href={`/nodes/${encodeURIComponent(node.Node)}`}>{node.Node}</Link>
      <span className={styles.soft}>
        {t(`common:layer.${node.Layer}`)} · {node.Cache}
      </span>
      <span className={styles.mono}>{variant.Variant === '' ? t('plain') : visible(variant.Variant)}</span>
    </span>
  );
}

function Value({ copy, facet }: { copy: Copy; facet: Facet }): ReactNode {
  const { t } = useTranslation(['explain', 'common']);
  const value = valueOf(copy, facet);
  if (value === undefined) return <span className={styles.soft}>–</span>;
  switch (facet) {
    case 'state':
      return <Status status={shapes[copy.variant.State]}>{t(`state.${copy.variant.State}`)}</Status>;
    case 'age':
    case 'freshFor':
      return formatDuration(Number(value) * 1000);
    case 'bytes':
      return formatBytes(Number(value));
    case 'last':
      return <Last copy={copy} />;
    case 'validator':
    case 'vary':
    case 'cacheStatus':
    case 'cacheKey':
      return <Text text={visible(String(value))} mono />;
    case 'cause':
    case 'because':
    case 'httpStatus':
    case 'unwarmed':
      return <Text text={visible(String(value))} />;
  }
}

/** From so many characters on it scrolls by itself: however long a cache key is, the rows below stay in reach. */
const longText = 240;

function Text({ text, mono = false }: { text: string; mono?: boolean }) {
  const isLong = text.length > longText;
  return (
    <span className={classes(mono && styles.mono, isLong && styles.long)} {...(isLong && { tabIndex: 0 })}>
      {text}
    </span>
  );
}

function Last({ copy: { node } }: { copy: Copy }) {
  const { t } = useTranslation();
  if (node.LastStatus === undefined) return null;
  return (
    <span className={styles.node}>
      <Status status={node.LastStatus} />
      {node.LastVerdict !== undefined && <span>{t(`verdict.${node.LastVerdict}`)}</span>}
      {node.LastMessage !== undefined && <span className={styles.soft}>{visible(node.LastMessage)}</span>}
    </span>
  );
}

function valueOf({ node, variant }: Copy, facet: Facet): string | number | undefined {
  const values: Record<Facet, string | number | undefined> = {
    state: variant.State,
    cause: variant.Cause,
    because: variant.Because,
    httpStatus: variant.HttpStatus,
    age: variant.AgeSeconds,
    freshFor: variant.FreshForSeconds,
    bytes: variant.Bytes,
    validator: variant.Validator,
    vary: variant.Vary,
    cacheStatus: variant.CacheStatus,
    cacheKey: variant.CacheKey,
    unwarmed: variant.UnwarmedVary.length === 0 ? undefined : variant.UnwarmedVary.join(', '),
    last: node.LastStatus,
  };
  return values[facet];
}

function keyOf({ node, variant }: Copy): string {
  return `${node.Node}\n${variant.Variant}`;
}
