import { advise } from './advise.ts';
import { mayAskForExpired, sayHello } from './asking.ts';
import { conclude } from './conclude.ts';
import type { AskingFindings, CacheFindings, CacheName, Conclusion, Findings, ObjectFindings, PurgeFindings, Reach } from './findings.ts';
import { entryOf } from './node-entry.ts';
import { headOfStored, lookAtObject } from './object.ts';
import type { ProbeOptions } from './options.ts';
import { tryPurge } from './purging.ts';
import { onlyIfCached, Talk } from './talk.ts';
import { lookAtTls, type TlsLook } from './tls.ts';
import { Unreachable } from './unreachable.ts';
import { answersOf, cacheOf } from './which-cache.ts';

/**
 * What a cache at an address makes of a URL: what it is, what it says, what it can be asked, and with `mayPurge` whether
 * it forgets. Without that it does no harm: at the origin it shows as two GETs of the URL at most, and one request of
 * a path that nobody stores. Rejects with Unreachable.
 */
export async function probe(options: ProbeOptions): Promise<Findings> {
  const step = options.onStep ?? (() => undefined);
  step('connecting');
  const tls = options.address.scheme === 'https' ? await trustedTls(options) : undefined;
  const talk = new Talk(options);
  step('asking what it may be asked');
  const hello = await sayHello(talk);
  const mayAsk = hello.onlyIfCached === 'honoured';
  step('fetching the URL twice');
  const cache = cacheOf(hello.answers);
  const expired = mayAskForExpired(hello, cache.name);
  const object = await lookAtObject(talk, { cache: cache.name, mayAsk, mayAskForExpired: expired, signal: options.signal });
  const shown = cache.name === undefined ? cacheOf([...hello.answers, ...answersOf(object)]) : cache;
  const conclusion = conclude(object, shown, hello.onlyIfCached);
  const isProven = conclusion.inCache === 'proven';
  const sharesSchemes = isProven && expired ? await findsOtherScheme(talk, options.url.scheme) : undefined;
  const head = isProven ? await headOfStored(talk, shown.name) : undefined;
  // What is not read to its end may not come back.
  const mayPurge = options.mayPurge && object.first.answer.body !== 'left';
  const purge = mayPurge ? await purgeOf(talk, options, { object, conclusion, cache: shown, mayAsk }) : undefined;
  const asking: AskingFindings = {
    onlyIfCached: hello.onlyIfCached,
    mayAskForExpired: expired,
    statuses: hello.statuses,
    ...(head !== undefined && { head }),
    pullHead: pullHead(shown.name, mayAsk, purge?.sliceBytes),
  };
  const { httpVersion, firstByteMs } = object.first.answer;
  const reach: Reach = {
    httpVersion,
    firstByteMs,
    isForwarded: options.address.scheme !== options.url.scheme,
    ...(tls !== undefined && { tls }),
    ...(sharesSchemes !== undefined && { sharesSchemes }),
  };
  const found = { reach, cache: shown, object, asking, ...(purge !== undefined && { purge }) };
  return { ...found, conclusion, entry: entryOf(options, found), advice: advise(found), requests: talk.count };
}

async function trustedTls(options: ProbeOptions): Promise<TlsLook> {
  const look = await lookAtTls(options);
  if (look.isTrusted || !options.tls.verify) return look;
  const names = look.names.length === 0 ? 'no name' : look.names.slice(0, 5).join(', ');
  throw new Unreachable(
    `its certificate is not trusted for ${options.url.host}: ${look.distrust ?? ''} (it is for ${names}, by ${look.issuer})`,
    ['--ca FILE trusts what its CA has signed, --insecure anything.'],
  );
}

/** Asked by the header that tells a node the scheme where its address can't. */
async function findsOtherScheme(talk: Talk, scheme: 'http' | 'https'): Promise<boolean> {
  const other = scheme === 'http' ? 'https' : 'http';
  const headers = { ...onlyIfCached, 'X-Forwarded-Proto': other };
  const { status } = await talk.say({ method: 'HEAD', about: 'url', headers, staysAtEdge: true });
  return status !== 504;
}

async function purgeOf(
  talk: Talk,
  { url, signal, onStep }: ProbeOptions,
  {
    object: { first },
    conclusion,
    cache,
    mayAsk,
  }: { object: ObjectFindings; conclusion: Conclusion; cache: CacheFindings; mayAsk: boolean },
): Promise<PurgeFindings> {
  onStep?.('having it forget, and fetching it again');
  const { bodyBytes, body } = first.answer;
  return await tryPurge(talk, {
    cache: cache.name,
    mayAsk,
    urlPath: url.path,
    isThere: conclusion.inCache === 'proven' || conclusion.inCache === 'likely',
    sizeBytes: body === 'whole' ? bodyBytes : undefined,
    signal,
  });
}

function pullHead(name: CacheName | undefined, mayAsk: boolean, sliceBytes: number | undefined): AskingFindings['pullHead'] {
  if (sliceBytes !== undefined) return { isPossible: false, because: 'where slices are stored a HEAD fills the first one only' };
  if (name === 'trafficserver' || name === 'squid') return { isPossible: false, because: 'a HEAD stores nothing there' };
  if (!mayAsk) return { isPossible: false, because: 'it can’t be asked when an object is complete' };
  if (name === undefined) return { isPossible: false, because: 'it is not known to store what a HEAD brings' };
  return { isPossible: true, because: 'a HEAD has it fetch and store the whole, and only-if-cached tells when' };
}
