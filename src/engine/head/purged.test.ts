import { expect, test } from 'vitest';
import { domain, item, options } from '../testing/scene.ts';
import { host, keeping, PurgeScene, purgeable, purgeItem } from '../purge/testing/purge-scene.ts';

test('an object that is purged while its cache fills itself is filled anew afterwards: what was being stored is not what was meant', async () => {
  const one = { ...purgeable('a'), pull: 'head', cache: 'nginx', onlyIfCached: true } as const;
  const made = new PurgeScene([one]);
  made.engine.reconfigure(options([one], [domain(host, ['a'])]));
  const [{ transport } = { transport: undefined }] = made.made;
  if (transport === undefined) throw new Error('no transport for pulls');
  const fills = (): number => transport.requests.filter(({ request }) => !request.headers.includes('only-if-cached')).length;
  const storable = { date: 'Tue, 24 Nov 2026 17:00:00 GMT', 'cache-control': 'max-age=60', 'x-cache-status': 'MISS' };
  let isWhole = false;
  transport.onRequest = (request) => {
    const isProbe = request.request.headers.includes('only-if-cached');
    if (isProbe && !isWhole) request.answer(504);
    else request.answer(200, { ...storable, 'content-length': '20', ...(isProbe && { 'x-cache-status': 'HIT' }) });
  };

  made.engine.accept(item('a', host, [`http://${host}/x`]));
  await made.run(1000);
  expect(fills()).toBe(1);

  made.answer = keeping(['/x']);
  made.engine.accept(purgeItem('a', ['/x']));
  await made.run(1000);
  isWhole = true;
  await made.run(5000);
  expect(fills()).toBe(2);
  // The fill that was called off is no attempt.
  expect(made.outcomes.at(-1)).toMatchObject({ status: 'succeeded', verdict: 'hit-proven', attempts: 1 });
});
