import { whyNoHead } from '../../edge/look/hands-on-head.ts';
import type { CacheName } from '../../edge/purge/procedures.ts';
import type { OriginSize } from '../../tasks/look.ts';
import type { Reply } from '../purge/asking.ts';
import type { Message } from '../purge/talk.ts';

type Asked = {
  readonly cache: CacheName | undefined;
  readonly isSliced: boolean;
  readonly ask: (message: Message) => Promise<Reply>;
};

/** How large the origin says an object is that the node has not, asked through the node in a way that does not fill it. */
export async function originSize(
  message: Omit<Message, 'method' | 'at'> & { patienceMs: number },
  { cache, isSliced, ask }: Asked,
): Promise<OriginSize> {
  const hindrance = isSliced ? 'a node that stores slices may fetch one for a HEAD' : whyNoHead(cache);
  if (hindrance !== undefined) return { because: hindrance };
  const { status, headers, failure } = await ask({ ...message, method: 'HEAD', at: 'node', headers: { 'Cache-Control': 'no-store' } });
  if (failure !== undefined) return { because: failure.message };
  if (status === undefined) return { because: `HEAD was not answered within ${message.patienceMs} ms` };
  if (status !== 200) return { because: `HEAD was answered with status ${status}` };
  const length = headers['content-length'];
  if (typeof length !== 'string' || !/^\d{1,15}$/.test(length)) return { because: 'the answer to HEAD names no length' };
  return { bytes: Number(length) };
}
