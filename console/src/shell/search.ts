import { useSearch } from 'wouter/use-browser-location';

/**
 * The address's search as it stands. wouter decodes it once (`decodeURI`) before anybody splits it into parameters, which
 * makes `a%2520b` a space: with each percent sign escaped once more, that leaves what was there.
 */
export function useExactSearch(): string {
  return useSearch().replaceAll('%', '%25');
}
