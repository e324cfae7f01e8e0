import { useTranslation } from 'react-i18next';
import { Tabs } from '../../ui/tabs.tsx';

/** Between the pages about what is configured. */
export function FleetTabs({ current }: { current: 'nodes' | 'domains' | 'configuration' }) {
  const { t } = useTranslation('nodes');
  return (
    <Tabs
      label={t('title')}
      tabs={[
        { href: '/nodes', label: t('title'), isCurrent: current === 'nodes' },
        { href: '/domains', label: t('domains'), isCurrent: current === 'domains' },
        { href: '/configuration', label: t('configuration'), isCurrent: current === 'configuration' },
      ]}
    />
  );
}
