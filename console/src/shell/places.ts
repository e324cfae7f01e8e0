import type { ComponentType } from 'react';
import { ExplainIcon, ExplorerIcon, KeysIcon, NodesIcon, OverviewIcon, SubmitIcon, TasksIcon } from '../ui/icons.tsx';

/** Where the navigation leads; `letter` follows `g` on the keyboard, `also` are other pages of the same place. */
export const places = [
  { name: 'overview', href: '/', letter: 'o', Icon: OverviewIcon },
  { name: 'tasks', href: '/tasks', letter: 't', Icon: TasksIcon },
  { name: 'submit', href: '/submit', letter: 's', Icon: SubmitIcon },
  { name: 'explain', href: '/explain', letter: 'e', Icon: ExplainIcon },
  { name: 'nodes', href: '/nodes', letter: 'n', Icon: NodesIcon, also: ['/domains', '/configuration'] },
  { name: 'keys', href: '/keys', letter: 'k', Icon: KeysIcon, also: ['/audit'] },
  { name: 'explorer', href: '/explorer', letter: 'a', Icon: ExplorerIcon },
] as const satisfies readonly { name: string; href: string; letter: string; Icon: ComponentType; also?: readonly string[] }[];
