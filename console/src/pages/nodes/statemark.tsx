import { useTranslation } from 'react-i18next';
import { Status } from '../../ui/status.tsx';
import { type Node, shapes, stateOf } from './nodestate.ts';

export function StateMark({ node }: { node: Node }) {
  const { t } = useTranslation('nodes');
  const state = stateOf(node);
  return <Status status={shapes[state]}>{t(`states.${state}`)}</Status>;
}
