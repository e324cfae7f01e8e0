import { callbacks } from './callbacks.ts';
import { fleet } from './fleet.ts';
import { general } from './general.ts';
import { keys } from './keys.ts';
import { looks } from './looks.ts';
import { retCodeMeanings } from './retcodes.ts';
import { submits } from './submits.ts';
import { tasks } from './tasks.ts';

const sentences: ReadonlyMap<string, string> = new Map(
  [general, submits, tasks, callbacks, looks, fleet, keys, retCodeMeanings].flatMap((table) => Object.entries(table)),
);

/** What stands behind many a sentence, and is translated once. Longest first. */
const endings = [
  [' -1: no bound.', '-1：不限。'],
  [' Unix timestamp in seconds.', 'Unix 时间戳（秒）。'],
  [' For main keys of every project.', '仅限可操作全部项目的主账号密钥。'],
  [' Decimal digits in a string, since it may pass 32 bits.', '以十进制数字的字符串给出，因为可能超过 32 位。'],
  [
    ": wait, process, success, failure or unknow (its outcome can't be known).",
    '：wait、process、success、failure 或 unknow（结果无法确定）。',
  ],
] as const;

const beginnings = [['Ours. ', 'forewarm 扩展。']] as const;

const codeLine = /^(\d+): (.+)$/;

/** A description in Chinese; undefined where nobody has translated it. */
export function chinese(english: string): string | undefined {
  const whole = sentences.get(english);
  if (whole !== undefined) return whole;
  for (const [ending, translated] of endings) {
    if (english.endsWith(ending)) return around('', english.slice(0, -ending.length), translated);
  }
  for (const [beginning, translated] of beginnings) {
    if (english.startsWith(beginning)) return around(translated, english.slice(beginning.length), '');
  }
  const lines = english.split('\n').map((line) => codeLine.exec(line));
  const codes = lines.map((match) => {
    const meaning = match?.[2] === undefined ? undefined : sentences.get(match[2]);
    return meaning === undefined ? undefined : `${match?.[1] ?? ''}：${meaning}`;
  });
  return codes.every((code) => code !== undefined) ? codes.join('\n') : undefined;
}

function around(before: string, english: string, after: string): string | undefined {
  const middle = chinese(english);
  return middle === undefined ? undefined : before + middle + after;
}

/** Every English sentence of the tables, for the test that none is left over. */
export const translatedSentences: readonly string[] = [...sentences.keys()];
