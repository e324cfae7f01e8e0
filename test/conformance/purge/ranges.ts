import type { Behaviour } from '../../../lab/behaviours.ts';

/** An origin's answer to ranges and to requests for the whole: `sizeBytes` of this version. */
export function ranged(version: string, sizeBytes: number): Behaviour {
  return ({ request, response }) => {
    const headers = { 'Cache-Control': 'max-age=3600', ETag: `"${version}"`, 'Accept-Ranges': 'bytes' };
    const [, from = '0', to = ''] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
    const first = Number(from);
    const last = Math.min(sizeBytes - 1, to === '' ? sizeBytes - 1 : Number(to));
    if (request.headers.range === undefined) {
      response.writeHead(200, { ...headers, 'Content-Length': sizeBytes });
    } else if (first >= sizeBytes) {
      response.writeHead(416, { 'Content-Range': `bytes */${sizeBytes}`, 'Content-Length': 0 }).end();
      return;
    } else {
      response.writeHead(206, { ...headers, 'Content-Range': `bytes ${first}-${last}/${sizeBytes}`, 'Content-Length': last - first + 1 });
    }
    response.end(request.method === 'HEAD' ? undefined : Buffer.alloc(last - first + 1, `${version} `));
  };
}
