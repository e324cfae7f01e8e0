import { describe, expect, test } from 'vitest';
import { startOrigin } from '../../../lab/origin.ts';
import { caches } from './caches.ts';
import { versionOf } from './fills.ts';
import { host, nodeOf, Purging } from './purging.ts';

describe.each(caches)('a $name node that is down', ({ start }) => {
  test('is waited for, holds up no other, and is refreshed when it comes back', async () => {
    await using origin = await startOrigin({ otherwise: versionOf('old') });
    await using edge = await start({ upstream: origin.port });
    await using other = await start({ upstream: origin.port });
    await using purging = new Purging([nodeOf('a', edge), nodeOf('b', other)]);
    for (const node of [edge, other]) await node.get(host, '/a');
    await edge.stop();

    const waiting = purging.purge('a', ['/a']);
    expect(await purging.purge('b', ['/a'])).toMatchObject([{ status: 'succeeded' }]);
    expect(purging.engine.loads().get('a')).toMatchObject({ trouble: { reason: 'connect' }, oldestPurgeMs: expect.any(Number) });
    origin.set('/a', versionOf('new'));
    await edge.start();

    expect(await waiting).toMatchObject([{ status: 'succeeded' }]);
    expect((await edge.get(host, '/a')).text.slice(0, 4)).toBe('new ');
    expect(purging.engine.loads().get('a')).not.toHaveProperty('oldestPurgeMs');
  });
});
