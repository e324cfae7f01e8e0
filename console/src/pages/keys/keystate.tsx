import { useTranslation } from 'react-i18next';
import type { WireStatus } from '../../../../src/wire/status.ts';
import { Status } from '../../ui/status.tsx';
import type { Key } from './restrictions.ts';

const shapes: Readonly<Record<Key['State'], WireStatus>> = { active: 'success', disabled: 'wait', ended: 'failure', unreadable: 'unknow' };

export function KeyState({ state }: { state: Key['State'] }) {
  const { t } = useTranslation('keys');
  return <Status status={shapes[state]}>{t(`states.${state}`)}</Status>;
}
