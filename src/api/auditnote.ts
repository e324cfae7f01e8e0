import type { AuditEntry } from '../control/audit/audittrail.ts';

/** Hosts that an entry lists; the count of URLs is of all. */
const mostDomains = 20;

/** What a call's entry in the audit log will say, gathered on its way. Parameters themselves never stand here, but for hosts and ids. */
export class AuditNote {
  readonly #address: string;
  /** Names of a key, an action and a project that exist. */
  key = '';
  action = '';
  project = '';
  taskId: string | undefined;
  /** What changed, in words. */
  detail: string | undefined;
  /** The entry is in the store already: with the task that the call made. */
  isStored = false;
  #domains: readonly string[] | undefined;
  #urlCount: number | undefined;

  constructor(address: string) {
    this.#address = address;
  }

  reach(urls: readonly { host: string }[]): void {
    this.#domains = [...new Set(urls.map(({ host }) => host))].slice(0, mostDomains);
    this.#urlCount = urls.length;
  }

  entry(atMs: number, retCode: number): AuditEntry {
    return {
      atMs,
      key: this.key,
      address: this.#address,
      action: this.action,
      project: this.project,
      retCode,
      ...(this.taskId !== undefined && { taskId: this.taskId }),
      ...(this.#domains !== undefined && { domains: this.#domains, urlCount: this.#urlCount ?? 0 }),
      ...(this.detail !== undefined && { detail: this.detail }),
    };
  }
}
