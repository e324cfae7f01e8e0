import { AuditTable } from './audittable.ts';
import { BucketTable } from './buckettable.ts';
import type { Connection } from './connection.ts';
import { CallbackTargets } from './callbacktargets.ts';
import { DeliveryTable } from './deliverytable.ts';
import { DomainDays } from './domaindays.ts';
import { HostTable } from './hosttable.ts';
import { KeyDays } from './keydays.ts';
import { KeyTable } from './keytable.ts';
import { LastSubmits } from './lastsubmits.ts';
import { LineTexts } from './linetexts.ts';
import { NodeTable } from './nodetable.ts';
import { PauseTable } from './pausetable.ts';
import { PlanTable } from './plantable.ts';
import { ProjectTable } from './projecttable.ts';
import { RefreshedDomains } from './refresheddomains.ts';
import { RepeatGuards } from './repeatguards.ts';
import { Tally } from './tally.ts';
import { TaskTable } from './tasktable.ts';
import { TouchingTasks } from './touchingtasks.ts';
import { TouchTable } from './touchtable.ts';
import { UrlTable } from './urltable.ts';

/** All tables of one connection, their statements prepared. */
export type Tables = {
  readonly projects: ProjectTable;
  readonly plans: PlanTable;
  readonly tasks: TaskTable;
  readonly urls: UrlTable;
  readonly lineTexts: LineTexts;
  readonly buckets: BucketTable;
  readonly tally: Tally;
  readonly guards: RepeatGuards;
  readonly refreshedDomains: RefreshedDomains;
  readonly pauses: PauseTable;
  readonly domainDays: DomainDays;
  readonly lastSubmits: LastSubmits;
  readonly hosts: HostTable;
  readonly touches: TouchTable;
  readonly touchingTasks: TouchingTasks;
  readonly nodes: NodeTable;
  readonly keys: KeyTable;
  readonly keyDays: KeyDays;
  readonly audit: AuditTable;
  readonly callbackTargets: CallbackTargets;
  readonly deliveries: DeliveryTable;
};

export function openTables(database: Connection): Tables {
  return {
    projects: new ProjectTable(database),
    plans: new PlanTable(database),
    tasks: new TaskTable(database),
    urls: new UrlTable(database),
    lineTexts: new LineTexts(database),
    buckets: new BucketTable(database),
    tally: new Tally(database),
    guards: new RepeatGuards(database),
    refreshedDomains: new RefreshedDomains(database),
    pauses: new PauseTable(database),
    domainDays: new DomainDays(database),
    lastSubmits: new LastSubmits(database),
    hosts: new HostTable(database),
    touches: new TouchTable(database),
    touchingTasks: new TouchingTasks(database),
    nodes: new NodeTable(database),
    keys: new KeyTable(database),
    keyDays: new KeyDays(database),
    audit: new AuditTable(database),
    callbackTargets: new CallbackTargets(database),
    deliveries: new DeliveryTable(database),
  };
}
