import type { Control, DomainView } from '../../control/control.ts';
import { normalHost } from '../../tasks/host.ts';
import type { Answer } from '../../wire/actions.ts';
import type { Handler } from '../handler.ts';
import { quotaFields } from './prefetchrefreshstate.ts';

type DomainFields = Answer<'DescribeUcdnDomain'>['DomainList'][number];

export const describeDomains: Handler<'DescribeUcdnDomain'> = async ({ request, project, control }) => {
  const { Domain: names, Offset: offset, Limit: limit } = request;
  const hosts = names && new Set(names.map(normalHost));
  const matching = control.domainsOf(project).filter(({ name }) => hosts === undefined || hosts.has(name));
  const pauses = await control.pauses();
  const everythingPaused = pauses.some(({ kind }) => kind === 'all');
  const paused = new Set(pauses.flatMap((pause) => (pause.kind === 'domain' ? [pause.name] : [])));
  const loads = control.domainLoads();
  const listed = matching.slice(offset, offset + limit);
  return {
    TotalCount: matching.length,
    NextDayTime: Math.floor(control.nextDayMs() / 1000),
    DomainList: await Promise.all(
      listed.map((domain) => domainFields(domain, everythingPaused || paused.has(domain.name), loads.get(domain.name), control)),
    ),
  };
};

type Load = ReturnType<Control['domainLoads']> extends ReadonlyMap<string, infer L> ? L : never;

async function domainFields(domain: DomainView, paused: boolean, load: Load | undefined, control: Control): Promise<DomainFields> {
  const { name, id, prefetch, nodes } = domain;
  return {
    Domain: name,
    DomainId: id,
    PrefetchEnable: prefetch,
    Nodes: [...nodes],
    Paused: paused,
    InFlight: load?.inFlight ?? 0,
    Concurrency: load?.concurrency ?? 0,
    ...(load?.slowed !== undefined && { SlowedMessage: load.slowed.because, SlowedSince: Math.floor(load.slowed.sinceMs / 1000) }),
    ...quotaFields(domain, await control.countsToday(name)),
  };
}
