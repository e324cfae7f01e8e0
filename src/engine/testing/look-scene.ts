import type { LookOrder, LookUrl, Sighting } from '../../tasks/look.ts';
import type { EngineNode } from '../options.ts';
import type { FakeRequest } from './fake-transport.ts';
import { domain, node, options, Scene } from './scene.ts';

const host = 'cdn.test';
const url = (path: string): string => `http://${host}${path}`;

/** A node that is asked what it has; its looks go over a transport of their own, the second that is made. */
export class LookScene extends Scene {
  /** What becomes of each question. */
  answer: (request: FakeRequest) => void = () => undefined;
  readonly asked: FakeRequest[] = [];

  constructor(more: Partial<EngineNode> = {}) {
    super(options([node('a', { cache: 'nginx', onlyIfCached: true, ...more })], [domain(host, ['a'])]));
    this.onTransport = (transport) => {
      transport.onRequest = (request) => {
        this.asked.push(request);
        this.answer(request);
      };
    };
  }

  async look(urls: readonly (string | LookUrl)[], more: Partial<LookOrder> = {}, signal?: AbortSignal): Promise<Sighting[]> {
    const order = { node: 'a', domain: host, variants: [{}], urls: urls.map((one) => (typeof one === 'string' ? { url: url(one) } : one)) };
    const looking = this.engine.look({ ...order, ...more }, signal);
    const looks = await Promise.race([looking, this.run(60_000).then(() => looking)]);
    return looks.flatMap(({ variants }) => variants);
  }

  get lines(): string[] {
    return this.asked.map(({ request: { method = 'GET', path, headers } }) => {
      const value = (name: string): string => headers[headers.indexOf(name) + 1] ?? '';
      const range = headers.includes('Range') ? ` ${value('Range')}` : '';
      return `${method} ${path.startsWith('/.well-known/') ? 'hello' : path} ${headers.includes('Cache-Control') ? value('Cache-Control') : 'plain'}${range}`;
    });
  }
}
