import type { Row } from '../row.ts';

/** Where somebody was there before forewarm, so that its own GET may be a hit. */
export const earlier: readonly Row[] = [
  { headers: ['Cache-Control: max-age=60'], before: 'stored' },
  { headers: ['Cache-Control: max-age=60', 'ETag: "a"'], before: 'stored' },
  { headers: ['Cache-Control: no-cache', 'ETag: "a"'], before: 'stored' },
  { headers: ['Cache-Control: max-age=0', 'ETag: "a"'], before: 'stored' },
  { headers: ['Cache-Control: no-store'], before: 'stored' },
  { headers: [], before: 'stored' },
  { headers: ['Last-Modified: {past}'], before: 'stored' },
  { headers: ['Cache-Control: max-age=60'], before: 'stored', request: { Cookie: 'a=1' } },
  { headers: ['Cache-Control: max-age=60'], before: 'stored', request: { Authorization: 'Basic YTpi' } },
  { headers: ['Cache-Control: max-age=60', 'Set-Cookie: a=1'], before: 'stored' },
  { headers: ['Cache-Control: max-age=2'], before: 'expired' },
  { headers: ['Cache-Control: max-age=2', 'ETag: "a"'], before: 'expired' },
  { headers: ['Cache-Control: max-age=2, must-revalidate', 'ETag: "a"'], before: 'expired' },
  { headers: ['Cache-Control: max-age=60'], before: 'headOnly' },
  { headers: ['Cache-Control: max-age=60'], before: 'stored', sizeBytes: 300_000, note: 'several slices' },
  { headers: ['Cache-Control: max-age=60'], before: 'headOnly', sizeBytes: 300_000, note: 'several slices' },
];
