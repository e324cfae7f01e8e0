import type { Dispatcher } from 'undici';
import type { Failed, GetAnswer, GetOrder } from './answers.ts';

const mostRedirects = 3;
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** `send` rejects as undici does; what it dials it has checked. */
export async function getFollowing(
  { url, maxBytes }: GetOrder,
  send: (url: string) => Promise<Dispatcher.ResponseData>,
): Promise<GetAnswer> {
  for (let place = url, followed = 0; ; followed += 1) {
    const answer = await send(place);
    const { statusCode: status, headers, body } = answer;
    const { location } = headers;
    if (!redirects.has(status) || typeof location !== 'string') {
      const bytes = await readWithin(body, maxBytes);
      if (bytes === undefined) return { kind: 'failed', reason: 'too_large', message: `the answer has more than ${maxBytes} bytes` };
      const contentType = headers['content-type'];
      return { kind: 'answered', url: place, status, body: bytes, ...(typeof contentType === 'string' && { contentType }) };
    }
    await body.dump();
    if (followed === mostRedirects) return refused(`there are more than ${mostRedirects} redirects`);
    const next = targetOf(location, place);
    if (typeof next !== 'string') return next;
    place = next;
  }
}

function targetOf(location: string, from: string): string | Failed {
  if (!URL.canParse(location, from)) return refused('a redirect leads to what is no URL');
  const next = new URL(location, from);
  if (next.protocol !== 'http:' && next.protocol !== 'https:') return refused(`a redirect leads to ${next.protocol}`);
  if (next.username !== '' || next.password !== '') return refused('a redirect leads to a URL with a user name or password');
  if (from.startsWith('https:') && next.protocol === 'http:') return refused('a redirect leads from https to http');
  next.hash = '';
  return next.href;
}

function refused(message: string): Failed {
  return { kind: 'failed', reason: 'redirect', message };
}

/** Undefined when it is larger; the rest is not read. */
async function readWithin(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    // Leaving the loop destroys the body, and its connection.
    if (size > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
