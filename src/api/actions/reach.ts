import type { Control, NodeView } from '../../control/control.ts';
import type { PauseScope } from '../../tasks/pause.ts';
import { apiError } from '../../wire/apierror.ts';
import type { Key } from '../access/keys.ts';

/**
 * What of the nodes and domains, which belong to the server as a whole, a key may see and stop.
 * Another project's domain reads exactly as one that is not there.
 */
export class Reach {
  readonly #key: Key;
  readonly #control: Control;

  constructor(key: Key, control: Control) {
    this.#key = key;
    this.#control = control;
  }

  hasDomain(name: string): boolean {
    const project = this.#control.projectOfDomain(name);
    return project !== undefined && this.#key.mayActIn(project);
  }

  /** Nodes with the domains that the key may know of. A key of some projects sees only nodes that serve them. */
  nodes(): NodeView[] {
    const seen = this.#control.nodes().map((node) => this.#seen(node));
    return this.#key.everyProject ? seen : seen.filter((node) => node.domains.length > 0);
  }

  sees(scope: PauseScope): boolean {
    if (this.#key.everyProject || scope.kind === 'all') return true;
    return scope.kind === 'domain' ? this.hasDomain(scope.name) : this.nodes().some((node) => node.name === scope.name);
  }

  /** Throws an ApiError unless the key may stop and restart this: 299 beyond its projects, 600 and 606 for names that are not there. */
  requireControlOf(scope: PauseScope): void {
    if (scope.kind === 'domain') {
      if (!this.hasDomain(scope.name))
        throw apiError('domainUnknown', { subject: scope.name, detail: "accepted is a domain of one of this key's projects" });
      return;
    }
    if (!this.#key.everyProject) {
      const what = scope.kind === 'node' ? 'a node serves every project' : 'without Domain everything is meant';
      throw apiError('notPermitted', { detail: `${what}; this key, of some projects only, may name a Domain` });
    }
    if (scope.kind === 'node' && !this.#control.nodes().some((node) => node.name === scope.name)) {
      throw apiError('nodeUnknown', { subject: scope.name, detail: 'accepted is a name that DescribeUcdnNode lists' });
    }
  }

  #seen(node: NodeView): NodeView {
    return { ...node, domains: node.domains.filter((domain) => this.hasDomain(domain)) };
  }
}
