import { Calendar } from './calendar.ts';
import type { ControlDomain, ControlNode, ControlOptions } from './options.ts';

/** The configuration as control looks things up in it; a reload makes a new one. */
export class Catalog {
  readonly options: ControlOptions;
  /** Of the time zone that days are counted in. */
  readonly calendar: Calendar;
  readonly #domains: ReadonlyMap<string, ControlDomain>;
  readonly #nodes: ReadonlyMap<string, ControlNode>;

  constructor(options: ControlOptions) {
    this.options = options;
    this.calendar = new Calendar(options.timezone);
    this.#domains = new Map(options.domains.map((domain) => [domain.name, domain]));
    this.#nodes = new Map(options.nodes.map((node) => [node.name, node]));
  }

  domain(name: string): ControlDomain | undefined {
    return this.#domains.get(name);
  }

  /** In the configuration's order. */
  domainsOf(project: string): ControlDomain[] {
    return this.options.domains.filter((domain) => domain.project === project);
  }

  node(name: string): ControlNode | undefined {
    return this.#nodes.get(name);
  }
}
