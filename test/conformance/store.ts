import { describe } from 'vitest';
import { auditingPromises } from './store/auditing.ts';
import { cancellingPromises } from './store/cancelling.ts';
import { followingPromises } from './store/following.ts';
import type { NewPlace } from './store/given.ts';
import { growingPromises } from './store/growing.ts';
import { keepingPromises } from './store/keeping.ts';
import { limitingPromises } from './store/limiting.ts';
import { namingPromises } from './store/naming.ts';
import { readingPromises } from './store/reading.ts';
import { recordingPromises } from './store/recording.ts';
import { releasingPromises } from './store/releasing.ts';
import { rememberingPromises } from './store/remembering.ts';
import { retryingPromises } from './store/retrying.ts';
import { standingPromises } from './store/standing.ts';
import { submittingPromises } from './store/submitting.ts';
import { tellingPromises } from './store/telling.ts';

export type { NewPlace, StorePlace } from './store/given.ts';

/** What every store must promise, said against the Store interface alone. `newPlace` makes an empty database for each test. */
export function storeConformance(newPlace: NewPlace): void {
  describe('a store promises:', () => {
    submittingPromises(newPlace);
    namingPromises(newPlace);
    followingPromises(newPlace);
    limitingPromises(newPlace);
    recordingPromises(newPlace);
    growingPromises(newPlace);
    readingPromises(newPlace);
    releasingPromises(newPlace);
    cancellingPromises(newPlace);
    retryingPromises(newPlace);
    rememberingPromises(newPlace);
    standingPromises(newPlace);
    keepingPromises(newPlace);
    auditingPromises(newPlace);
    tellingPromises(newPlace);
  });
}
