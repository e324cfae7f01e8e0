import type { Row } from '../row.ts';

const authorization = { Authorization: 'Basic YTpi' };

/** What the request has in it that keeps a cache from storing: RFC 9111, 3.5 and 5.2.1. */
export const requests: readonly Row[] = [
  { headers: ['Cache-Control: max-age=60'], request: { Cookie: 'a=1' } },
  { headers: ['Last-Modified: {past}'], request: { Cookie: 'a=1' } },
  { headers: ['Cache-Control: max-age=60'], request: authorization },
  { headers: ['Cache-Control: public, max-age=60'], request: authorization },
  { headers: ['Cache-Control: s-maxage=60'], request: authorization },
  { headers: ['Cache-Control: max-age=60, must-revalidate'], request: authorization },
  { headers: ['Cache-Control: max-age=60, proxy-revalidate'], request: authorization },
  { headers: ['Cache-Control: public, no-cache'], request: authorization },
  { headers: ['Cache-Control: max-age=60'], request: { 'Cache-Control': 'no-cache' } },
  { headers: ['Cache-Control: max-age=60'], request: { 'Cache-Control': 'no-store' } },
  { headers: ['Cache-Control: max-age=60'], request: { 'Cache-Control': 'max-age=0' } },
  { headers: ['Cache-Control: max-age=60'], request: { Pragma: 'no-cache' } },
  { headers: ['Cache-Control: max-age=60'], request: { Range: 'bytes=0-99' } },
];
