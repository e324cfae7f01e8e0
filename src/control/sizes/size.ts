import type { OriginSize, Sighting } from '../../tasks/look.ts';

/** Bytes, or why they are not known. */
export type Size = OriginSize;

export function isKnown(size: Size): size is Extract<Size, { bytes: number }> {
  return 'bytes' in size;
}

/** Of what a node holds and would give to visitors as it is. */
export function freshSize({ state, httpStatus, sizeBytes, because }: Sighting): Size {
  if (state !== 'fresh') return { because };
  if (httpStatus !== undefined && httpStatus !== 200 && httpStatus !== 206) return { because: `what is stored has status ${httpStatus}` };
  return sizeBytes === undefined ? { because: 'the stored copy names no length' } : { bytes: sizeBytes };
}

/** Of what a node would forget: nothing, where it holds nothing. */
export function forgottenSize({ state, sizeBytes, because }: Sighting): Size {
  if (state === 'unknown') return { because };
  if (sizeBytes !== undefined) return { bytes: sizeBytes };
  return state === 'absent' ? { bytes: 0 } : { because: `the stored copy names no length: ${because}` };
}
