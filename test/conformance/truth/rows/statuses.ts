import type { Row } from '../row.ts';

/** RFC 9110, 15.1: which statuses may be stored without a freshness of their own. */
export const statuses: readonly Row[] = [
  { status: 203, headers: ['Cache-Control: max-age=60'] },
  { status: 204, headers: ['Cache-Control: max-age=60'] },
  { status: 204, headers: [] },
  { status: 206, headers: ['Cache-Control: max-age=60', 'Content-Range: bytes 0-999/2000'], note: 'nobody asked for a range' },
  { status: 299, headers: ['Cache-Control: max-age=60'] },
  { status: 300, headers: ['Cache-Control: max-age=60'] },
  { status: 301, headers: ['Location: /elsewhere', 'Cache-Control: max-age=60'] },
  { status: 301, headers: ['Location: /elsewhere'] },
  { status: 302, headers: ['Location: /elsewhere', 'Cache-Control: max-age=60'] },
  { status: 302, headers: ['Location: /elsewhere'] },
  { status: 307, headers: ['Location: /elsewhere', 'Cache-Control: max-age=60'] },
  { status: 308, headers: ['Location: /elsewhere', 'Cache-Control: max-age=60'] },
  { status: 403, headers: ['Cache-Control: max-age=60'] },
  { status: 404, headers: ['Cache-Control: max-age=60'] },
  { status: 404, headers: [] },
  { status: 410, headers: ['Cache-Control: max-age=60'] },
  { status: 410, headers: [] },
  { status: 500, headers: ['Cache-Control: max-age=60'] },
  { status: 500, headers: [] },
  { status: 503, headers: ['Cache-Control: max-age=60'] },
];
