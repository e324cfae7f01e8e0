import type { Sighting } from '../../tasks/look.ts';
import type { Variant } from '../../tasks/plan.ts';
import type { Answer } from '../../wire/actions.ts';
import { maxInt32 } from '../../wire/fields.ts';

type Missing = Answer<'CheckUcdnTaskCoverage'>['MissingList'][number];

/** What was seen of one variant in one cache, as answers tell it. */
export function sightingFields(variant: Variant, sighting: Sighting): Omit<Missing, 'Url' | 'Node'> {
  const { state, because, httpStatus, ageS, freshForS, sizeBytes, validator, vary, cacheStatus } = sighting;
  return {
    Variant: Object.entries(variant)
      .map(([name, value]) => `${name}: ${value}`)
      .join('\n'),
    State: state,
    Because: because,
    ...(httpStatus !== undefined && { HttpStatus: httpStatus }),
    ...(ageS !== undefined && { AgeSeconds: whole(ageS) }),
    ...(freshForS !== undefined && { FreshForSeconds: whole(freshForS) }),
    ...(sizeBytes !== undefined && { Bytes: String(sizeBytes) }),
    ...(validator !== undefined && { Validator: validator }),
    ...(vary !== undefined && { Vary: vary }),
    ...(cacheStatus !== undefined && { CacheStatus: cacheStatus }),
  };
}

/** A response may say that it is fresh for longer than integers on the wire last. */
function whole(seconds: number): number {
  return Math.min(maxInt32, Math.max(0, Math.floor(seconds)));
}
