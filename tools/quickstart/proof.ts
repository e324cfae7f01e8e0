import { coldPath, host, objectBytes, paths, type Demo } from './demo.ts';
import { bad, dim, good, screen } from './screen.ts';

/** Asks the edge for each object as a visitor does, and compares with the origin's log. True: all are there, each fetched once. */
export async function prove({ edge, origin }: Demo): Promise<boolean> {
  screen.title('4. The proof: a plain GET through the edge, and the log of the origin');
  screen.line(dim(row('object', 'the edge answers', 'the origin saw')));
  let isProven = true;
  for (const path of paths) {
    const answer = await edge.get(host, path);
    const fetches = await origin.count(path, host);
    const isRight = answer.hit && answer.status === 200 && answer.bodyBytes === objectBytes && fetches === 1;
    isProven &&= isRight;
    const text = row(path, `${answer.status}  ${answer.cacheStatus}`, `${fetches} fetch${fetches === 1 ? '' : 'es'}`);
    screen.line(isRight ? text.replace('HIT', good('HIT')) : bad(text));
  }
  const cold = await edge.get(host, coldPath);
  screen.line(dim(row(coldPath, `${cold.status}  ${cold.cacheStatus}`, 'not prefetched, for comparison')));
  screen.line();
  screen.line(
    isProven ? good(`All ${paths.length} objects were there before their first visitor.`) : bad('Not all objects are in the cache.'),
  );
  return isProven;
}

function row(...[object, edge, origin]: readonly [string, string, string]): string {
  return `${object.padEnd(14)}${edge.padEnd(28)}${origin}`;
}
