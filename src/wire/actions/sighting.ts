import * as z from 'zod';
import { sightings } from '../../tasks/look.ts';
import { bigCountOut, intOut, textOut } from '../answerfields.ts';

/** A variant on the wire: one text, since names of headers are no names of fields. */
export function variantOut() {
  return textOut('The request headers of the variant, as Name: value, joined by a line break; empty for the plain one.');
}

/** What was seen of one variant in one cache. */
export const sightingFields = {
  State: z.enum(sightings).meta({
    description:
      'What the cache has: fresh (the next visitor gets it, and nobody is asked), expired, absent or unknown (it could not be asked, or not without harm).',
  }),
  Because: textOut('The evidence in a sentence; for unknown with what would change it.'),
  HttpStatus: intOut('Status code of the stored response, where the cache told.').optional(),
  AgeSeconds: intOut('Age of the stored response in seconds, where the cache told.').optional(),
  FreshForSeconds: intOut('For how many seconds more it stays fresh, where the cache told.').optional(),
  Bytes: bigCountOut('Length of the stored body, where the cache told.').optional(),
  Validator: textOut('ETag of the stored response, else its Last-Modified.').optional(),
  Vary: textOut('Headers that it varies by, as the cache wrote them.').optional(),
  CacheStatus: textOut("The cache's own word on hit or miss, as it wrote it.").optional(),
} as const;
