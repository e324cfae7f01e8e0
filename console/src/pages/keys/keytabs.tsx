import { useTranslation } from 'react-i18next';
import { Tabs } from '../../ui/tabs.tsx';

export function KeyTabs({ current }: { current: 'keys' | 'audit' }) {
  const { t } = useTranslation('keys');
  return (
    <Tabs
      label={t('title')}
      tabs={[
        { href: '/keys', label: t('title'), isCurrent: current === 'keys' },
        { href: '/audit', label: t('audit'), isCurrent: current === 'audit' },
      ]}
    />
  );
}
