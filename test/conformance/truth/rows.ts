import type { Row } from './row.ts';
import { earlier } from './rows/earlier.ts';
import { forbidding } from './rows/forbidding.ts';
import { freshness } from './rows/freshness.ts';
import { requests } from './rows/requests.ts';
import { statuses } from './rows/statuses.ts';

/** All rows of the table, in the page's order. */
export const rowGroups: readonly { readonly title: string; readonly rows: readonly Row[] }[] = [
  { title: 'How long a copy may be used', rows: freshness },
  { title: 'What forbids storing', rows: forbidding },
  { title: 'What stands in the request', rows: requests },
  { title: 'Statuses', rows: statuses },
  { title: 'Somebody was there before', rows: earlier },
];
