import type { Findings } from '../finding.ts';
import { childOf, childrenOf, type Mpd } from './mpd.ts';

/** What a manifest tells players to ask for elsewhere, or otherwise, and is not followed here. */
export function* remarksOn({ root, remote }: Mpd): Findings {
  if (childOf(root, 'Location') !== undefined) yield note('the address that it gives for its updates (Location) is not read');
  if (childOf(root, 'PatchLocation') !== undefined) yield note('patches (PatchLocation) are not read');
  if (childOf(root, 'ContentSteering') !== undefined) yield note('content steering is not followed');
  for (const [name, count] of remote) yield note(`${count} of its ${name} elements point elsewhere (xlink:href), which is not followed`);
  if (hasUrlParameters(root)) yield note('parameters that players add to its URLs (urlparam) are not added');
}

/** ISO/IEC 23009-1 Annex I: an element's URLs get a query of their own. */
function hasUrlParameters(root: Mpd['root']): boolean {
  const isThere = (element: Mpd['root']): boolean =>
    [...childrenOf(element, 'EssentialProperty'), ...childrenOf(element, 'SupplementalProperty')].some(({ attributes }) =>
      attributes['schemeIdUri']?.startsWith('urn:mpeg:dash:urlparam:'),
    );
  const inside = (element: Mpd['root'], names: readonly string[]): boolean => {
    const [name, ...deeper] = names;
    if (isThere(element)) return true;
    return name !== undefined && childrenOf(element, name).some((child) => inside(child, deeper));
  };
  return inside(root, ['Period', 'AdaptationSet', 'Representation']);
}

function note(text: string): { readonly kind: 'note'; readonly text: string } {
  return { kind: 'note', text };
}
