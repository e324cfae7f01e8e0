import { onlyIfCached, type Talk } from './talk.ts';

/** nginx takes smaller ones too, but nobody has them. */
const leastSliceBytes = 1024;

/**
 * After a PURGE of the first slice, by questions that only-if-cached keeps from any origin: what comes next is still
 * stored exactly where a node slices, and where it begins is the size. Undefined: it does not slice.
 */
export async function findSliceBytes(talk: Talk, sizeBytes: number | undefined): Promise<number | undefined> {
  if (sizeBytes === undefined || sizeBytes <= leastSliceBytes) return undefined;
  const isStored = async (atByte: number): Promise<boolean> => {
    const headers = { ...onlyIfCached, Range: `bytes=${atByte}-${atByte}` };
    const { status } = await talk.say({ method: 'HEAD', about: 'url', headers, staysAtEdge: true });
    return status === 206;
  };
  if (!(await isStored(sizeBytes - 1))) return undefined;
  let gone = 0;
  let stored = sizeBytes - 1;
  while (stored - gone > 1) {
    const middle = Math.floor((gone + stored) / 2);
    if (await isStored(middle)) stored = middle;
    else gone = middle;
  }
  return stored;
}
