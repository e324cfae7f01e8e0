import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { formatFault } from './fault.ts';
import { rootSchema } from './schema/root.ts';
import { Folder } from './testing/folder.ts';

const keys = fc.oneof(
  fc.constantFrom(...Object.keys(rootSchema.shape), 'name', 'address', 'tls', 'headers', '__proto__'),
  fc.string({ maxLength: 8 }),
);
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, true, 0, -1, 1e308, Number.NaN, '', '${X}', '${', '*', '1MiB', 'http://a', '2027-01-01T00:00:00Z'),
    fc.string({ maxLength: 12 }),
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(keys, tie('tree'), { maxKeys: 5 }),
  ),
}));

/** All that is said of a file. Throws when it is neither taken nor said to be wrong. */
function toldOf(text: string): string {
  using folder = new Folder({ 'forewarm.yaml': text });
  const loaded = folder.load({ X: 'hunter2' });
  if (!loaded.ok && loaded.faults.length === 0) throw new Error('refused without a word');
  return [...(loaded.ok ? [] : loaded.faults), ...loaded.warnings].map(formatFault).join('\n');
}

test('whatever a file holds, it is checked to its end, and no secret is told', () => {
  const values = fc.dictionary(keys, tree, { maxKeys: 6 });
  fc.assert(
    fc.property(values, (value) => {
      expect(toldOf(stringify(value))).not.toContain('hunter2');
    }),
    { numRuns: 500 },
  );
});

test('whatever text it is, the same', () => {
  const texts = fc.string({ unit: fc.constantFrom(...Array.from('{}[]:,-#&*!|>\'"%@`$ \n\tax1é\u{1F600}\u0000')) });
  fc.assert(
    fc.property(texts, (text) => {
      expect(toldOf(text)).not.toContain('hunter2');
    }),
    { numRuns: 500 },
  );
});
