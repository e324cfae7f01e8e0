import { retCodes } from '../../src/wire/retcodes.ts';
import { table } from './blocks.ts';

/** Every RetCode but 0. */
export function retCodesBlock(): string {
  const rows = Object.values(retCodes).map(({ retCode, message, meaning, isRetryable }) => [
    String(retCode),
    `\`${message}\``,
    meaning,
    isRetryable ? 'yes' : 'no',
  ]);
  return table(['RetCode', 'the Message begins', 'what it means', 'send it again unchanged'], rows);
}
