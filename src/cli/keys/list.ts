import type { Answer } from '../../wire/actions.ts';
import { writeJson, writeLines, type ClientOptions } from '../common.ts';
import { connect } from '../connect.ts';
import { widthOf, type Io } from '../io.ts';
import { shownCount } from '../screen/quantities.ts';
import { styleOf, type Style } from '../screen/style.ts';
import { tableLines, type Cell, type Column } from '../screen/table.ts';
import { shownTime } from '../screen/times.ts';

export type KeyFields = Answer<'DescribeUcdnKey'>['KeyList'][number];

export async function listKeys(options: ClientOptions, io: Io): Promise<void> {
  const client = await connect(io, options);
  const answer = await client.call('DescribeUcdnKey', {});
  if (options.json === true) writeJson(io, answer);
  else writeLines(io, keyTable(answer.KeyList, io));
}

const columns: readonly Column[] = [
  { title: 'KEY', shrinkTo: 12 },
  { title: 'STATE' },
  { title: 'ACCOUNT', dropAt: 5 },
  { title: 'MADE', dropAt: 4 },
  { title: 'HELD TO', shrinkTo: 16, dropAt: 1 },
  { title: 'ENDS', dropAt: 3 },
  { title: 'FOR', shrinkTo: 10, dropAt: 2 },
];

export function keyTable(keys: readonly KeyFields[], io: Io): string[] {
  const style = styleOf(io.stdout, io.env);
  const rows = keys.map((key): Cell[] => [
    key.PublicKey,
    { text: key.State, paint: paintOf(key, style) },
    key.Account,
    key.Fixed ? 'configured' : shownTime(key.CreateTime),
    heldTo(key),
    key.ExpireTime === 0 ? '' : shownTime(key.ExpireTime),
    key.Comment,
  ]);
  return tableLines(columns, rows, widthOf(io.stdout, io.env));
}

function paintOf({ State }: KeyFields, style: Style): (text: string) => string {
  if (State === 'active') return style.green;
  return State === 'unreadable' ? style.red : style.yellow;
}

function heldTo({ Projects, Actions, Urls, AllowIps, DailyUrls, MaxPriority, Basic }: KeyFields): string {
  const parts = [
    ...Projects,
    ...(Actions.join() === '*' ? [] : Actions),
    ...Urls,
    ...AllowIps,
    ...(DailyUrls === 0 ? [] : [`${shownCount(DailyUrls)} URLs a day`]),
    ...(MaxPriority === 9 ? [] : [`priority ${MaxPriority}`]),
  ];
  return `${parts.join(', ')}${Basic ? ' (basic)' : ''}`.trim();
}
