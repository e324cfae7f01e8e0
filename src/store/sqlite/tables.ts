import { BucketTable } from './buckettable.ts';
import type { Connection } from './connection.ts';
import { PauseTable } from './pausetable.ts';
import { PlanTable } from './plantable.ts';
import { ProjectTable } from './projecttable.ts';
import { RepeatGuards } from './repeatguards.ts';
import { Tally } from './tally.ts';
import { TaskTable } from './tasktable.ts';
import { UrlTable } from './urltable.ts';

/** All tables of one connection, their statements prepared. */
export type Tables = {
  readonly projects: ProjectTable;
  readonly plans: PlanTable;
  readonly tasks: TaskTable;
  readonly urls: UrlTable;
  readonly buckets: BucketTable;
  readonly tally: Tally;
  readonly guards: RepeatGuards;
  readonly pauses: PauseTable;
};

export function openTables(database: Connection): Tables {
  return {
    projects: new ProjectTable(database),
    plans: new PlanTable(database),
    tasks: new TaskTable(database),
    urls: new UrlTable(database),
    buckets: new BucketTable(database),
    tally: new Tally(database),
    guards: new RepeatGuards(database),
    pauses: new PauseTable(database),
  };
}
