import { Gauge, type Metric } from 'prom-client';

/** What holds one domain back; the shape of the engine's `DomainLoad`, as far as metrics need it. */
export type DomainFigures = { inFlight: number; concurrency: number; slowed?: object };

/** A metric for each figure, read when somebody asks. */
export function domainMetrics(domains: () => ReadonlyMap<string, DomainFigures>): Metric[] {
  const gauge = (name: string, help: string, read: (domain: DomainFigures) => number) =>
    new Gauge({
      name,
      help,
      labelNames: ['domain'],
      registers: [],
      collect() {
        this.reset();
        for (const [domain, figures] of domains()) this.labels(domain).set(read(figures));
      },
    });
  return [
    gauge('forewarm_domain_in_flight', 'Requests running for a domain, over all its nodes', ({ inFlight }) => inFlight),
    gauge(
      'forewarm_domain_concurrency',
      'Requests that may run at once for a domain now: its rate.concurrency, or less while its origin suffers',
      ({ concurrency }) => concurrency,
    ),
    gauge('forewarm_domain_slowed', '1 while a domain is slowed down because its origin suffers', ({ slowed }) =>
      slowed === undefined ? 0 : 1,
    ),
  ];
}
