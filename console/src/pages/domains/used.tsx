import { useTranslation } from 'react-i18next';
import { formatCount } from '../../format/numbers.ts';
import { quotaOf, type QuotaDomain, type QuotaKind } from './quota.ts';

/** What was submitted of a domain today, and how much may be. */
export function Used({ domain, kind }: { domain: QuotaDomain; kind: QuotaKind }) {
  const { t, i18n } = useTranslation('domains');
  const { used, quota } = quotaOf(domain, kind);
  const text = formatCount(used, i18n.language);
  return quota === undefined ? text : t('used', { used: text, quota: formatCount(quota, i18n.language) });
}
