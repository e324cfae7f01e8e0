import type { Period } from '../../control/control.ts';
import { stretchS } from '../../control/throughput/hour.ts';
import type { Answer } from '../../wire/actions.ts';
import { normalHost } from '../../tasks/host.ts';
import { apiError } from '../../wire/apierror.ts';
import { maxInt32 } from '../../wire/fields.ts';
import type { Handler } from '../handler.ts';
import { Reach } from './reach.ts';

type SeriesFields = Answer<'DescribeUcdnThroughput'>['SeriesList'][number];

export const throughput: Handler<'DescribeUcdnThroughput'> = async ({ request, project, key, control, nowMs }) => {
  const { By: by, Domain: domain, Node: node } = request;
  const periodS = Math.ceil(request.PeriodSeconds / stretchS) * stretchS;
  const own = control.domainsOf(project).map(({ name }) => name);
  const hosts = domain === undefined ? own : own.filter((name) => name === normalHost(domain));
  if (domain !== undefined && hosts.length === 0)
    throw apiError('domainUnknown', { subject: domain, detail: `accepted is a domain of project ${project}` });
  if (node !== undefined && !new Reach(key, control).nodes().some(({ name }) => name === node))
    throw apiError('nodeUnknown', { subject: node, detail: 'accepted is a name that DescribeUcdnNode lists' });
  const { sinceMs, series } = control.throughput({
    domains: new Set(hosts),
    ...(node !== undefined && { nodes: new Set([node]) }),
    periodS,
    by,
  });
  const names = [...series.keys()].sort();
  return {
    SinceTime: Math.floor(Math.max(sinceMs, nowMs - 3_600_000) / 1000),
    PeriodSeconds: periodS,
    SeriesList: names.map((name) => ({ Name: name, PeriodList: periodFields(series.get(name) ?? []) })),
  };
};

function periodFields(periods: readonly Period[]): SeriesFields['PeriodList'] {
  return periods.map(({ beginS, tally }) => ({
    BeginTime: beginS,
    Bytes: String(tally.bytes),
    SuccessCount: count(tally.succeeded),
    FailureCount: count(tally.failed),
    UnknowCount: count(tally.unknown),
    HitCount: count(tally.hits),
    PurgeCount: count(tally.purged),
    PurgeFailureCount: count(tally.purgesFailed),
  }));
}

function count(value: number): number {
  return Math.min(maxInt32, value);
}
