import type { Sighting } from '../../tasks/look.ts';

/** More than this are not asked for: 64 GiB in slices of 1 MiB would keep the node busy for a minute. */
export const maxSlices = 16_384;

/** What `index` has to ask for, counted from 0. */
export function sliceRange(index: number, sliceBytes: number): string {
  return `bytes=${index * sliceBytes}-${(index + 1) * sliceBytes - 1}`;
}

export function sliceCount(sizeBytes: number | undefined, sliceBytes: number): number {
  return sizeBytes === undefined ? 1 : Math.max(1, Math.ceil(sizeBytes / sliceBytes));
}

/** The object, of whose slices these were seen; `first` tells of it. */
export function withSlices(
  first: Sighting,
  others: readonly { readonly index: number; readonly sighting: Sighting }[],
  count: number,
): Sighting {
  const { freshForS: _, ...known } = first;
  for (const state of ['absent', 'expired', 'unknown'] as const) {
    const found = others.find(({ sighting }) => sighting.state === state);
    if (found !== undefined) return { ...known, state, because: `slice ${found.index + 1} of ${count}: ${found.sighting.because}` };
  }
  const strange = others.find(({ sighting: { validator } }) => validator !== first.validator);
  if (strange !== undefined)
    return {
      ...known,
      state: 'absent',
      because: `slice ${strange.index + 1} of ${count} is of another version: validator ${strange.sighting.validator ?? 'none'}, not ${first.validator ?? 'none'}`,
    };
  const times = [first, ...others.map(({ sighting }) => sighting)].flatMap(({ freshForS }) => freshForS ?? []);
  return {
    ...known,
    because: `all of its ${count} slices are there; ${first.because}`,
    ...(times.length === count && { freshForS: Math.min(...times) }),
  };
}

export const tooManySlices = `it has more than ${maxSlices} slices, which are too many to ask for`;
