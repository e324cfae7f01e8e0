import type { Sighting } from '../../tasks/look.ts';
import { cacheStatus } from '../cache-status.ts';
import { joined, type EdgeHeaders } from '../headers.ts';
import { validatorOf } from '../purge/validator.ts';
import { linesOf } from '../verdict/facts.ts';

type Details = Pick<Sighting, 'httpStatus' | 'ageS' | 'sizeBytes' | 'validator' | 'vary' | 'cacheStatus'>;

/** What a stored response tells of itself. `sendsAge`: an Age in it is the cache's own. */
export function detailsOf(status: number, headers: EdgeHeaders, sendsAge: boolean): Details {
  const ageS = sendsAge ? wholeNumber(linesOf(headers, 'age')[0]) : undefined;
  const sizeBytes = status === 206 ? totalBytes(headers) : wholeNumber(linesOf(headers, 'content-length')[0]);
  const validator = short(validatorOf(headers));
  const vary = short(joined(headers, 'vary'));
  const said = cacheStatus(headers);
  return {
    httpStatus: status,
    ...(ageS !== undefined && { ageS }),
    ...(sizeBytes !== undefined && { sizeBytes }),
    ...(validator !== undefined && { validator }),
    ...(vary !== undefined && { vary }),
    ...(said !== undefined && { cacheStatus: said }),
  };
}

/** Size of the whole, from a part of it: RFC 9110, 14.4. */
export function totalBytes(headers: EdgeHeaders): number | undefined {
  return wholeNumber(/^bytes [\d-]+\/(\d{1,15})$/.exec(joined(headers, 'content-range') ?? '')?.[1]);
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

const maxLength = 200;

/** A node may write a novel. */
function short(text: string | undefined): string | undefined {
  return text !== undefined && text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
}
