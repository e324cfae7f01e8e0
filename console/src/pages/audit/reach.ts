import type { Answer } from '../../../../src/client/index.ts';

type Entry = Pick<Answer<'DescribeUcdnAuditLog'>['AuditList'][number], 'TaskId' | 'Domains' | 'Detail' | 'ProjectId'>;

/** What a call was about, in one line. */
export function reachOf({ TaskId, Domains = [], Detail, ProjectId }: Entry): string {
  return [Detail, TaskId, Domains.join(', '), ProjectId].filter((part) => part !== undefined && part !== '').join(' · ');
}
