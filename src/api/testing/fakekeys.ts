import type { AuditEntry, AuditPage } from '../../control/audit/audittrail.ts';
import { AuditTrail } from '../../control/audit/audittrail.ts';
import { MadeKeys, type MadeKeysOptions } from '../../control/keys/madekeys.ts';

const silent = { info() {}, warn() {}, error() {} };

/** Made keys without a store behind them. */
export function keysInMemory(options: MadeKeysOptions): Promise<MadeKeys> {
  const store = {
    keys: async () => [],
    setKey: async () => {},
    deleteKey: async () => true,
  };
  return MadeKeys.open({ store, log: silent, options });
}

/** Keeps the entries of the audit log in their order; none is left out of what is read. */
export class FakeAuditStore {
  readonly entries: AuditEntry[] = [];

  async addAudit(entries: readonly AuditEntry[]): Promise<void> {
    this.entries.push(...entries);
  }
  async readAudit(): Promise<AuditPage> {
    return { entries: this.entries.map((entry, id) => ({ ...entry, id })) };
  }
  async sweepAudit(): Promise<number> {
    return 0;
  }

  trail(): AuditTrail {
    return new AuditTrail({ store: this, log: silent, keepDays: 400 });
  }
}
