import { expect, test } from 'vitest';
import { domain, item, options } from '../testing/scene.ts';
import { host, keeping, PurgeScene, purgeable, purgeItem } from '../purge/testing/purge-scene.ts';

test('what is purged while it is being asked for is pulled anew: a probe would find nothing, and that would be no verdict', async () => {
  const made = new PurgeScene([purgeable('a')]);
  made.engine.reconfigure(options([purgeable('a')], [domain(host, ['a'], {}, 'rehit')]));
  const [{ transport } = { transport: undefined }] = made.made;
  if (transport === undefined) throw new Error('no transport for pulls');
  const asked = (): string[] => transport.requests.map(({ request: { method = 'GET' } }) => method);
  const storable = { date: 'Tue, 24 Nov 2026 17:00:00 GMT', 'cache-control': 'max-age=60', 'x-cache-status': 'MISS' };

  made.engine.accept(item('a', host, [`http://${host}/x`]));
  await made.settle();
  transport.open[0]?.answer(200, storable, 10);
  await made.settle();
  expect(asked()).toEqual(['GET', 'HEAD']);

  made.answer = keeping(['/x']);
  made.engine.accept(purgeItem('a', ['/x']));
  await made.run(1000);
  expect(asked()).toEqual(['GET', 'HEAD', 'GET']);
  transport.open[0]?.answer(200, storable, 20);
  await made.settle();
  transport.open[0]?.answer(200, { ...storable, 'x-cache-status': 'HIT', 'content-length': '20' });
  await made.run(1000);
  expect(made.outcomes.at(-1)).toMatchObject({ status: 'succeeded', verdict: 'hit-proven', bodyBytes: 20, attempts: 2 });
});
