export type { Log } from '../control/log.ts';
