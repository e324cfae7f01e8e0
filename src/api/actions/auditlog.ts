import type { AuditPage, AuditQuery } from '../../control/audit/audittrail.ts';
import { badParam } from '../../wire/apierror.ts';
import { shown } from '../../wire/shown.ts';
import { timeWindow } from '../../wire/window.ts';
import type { Handler } from '../handler.ts';
import { requireManager } from './keymanager.ts';

type Place = NonNullable<AuditQuery['after']>;

export const describeAuditLog: Handler<'DescribeUcdnAuditLog'> = async ({ request, key, auditTrail, nowMs }) => {
  requireManager(key);
  const { KeyName, ActionName, Cursor, Limit: limit, BeginTime, EndTime } = request;
  const endS = EndTime ?? Math.floor(nowMs / 1000);
  const beginS = BeginTime ?? Math.max(0, endS - 86_400);
  timeWindow({ BeginTime: beginS, EndTime: endS }, endS);
  const { entries, next } = await auditTrail.read({
    beginMs: beginS * 1000,
    endMs: endS * 1000 + 999,
    limit,
    ...(KeyName !== undefined && { key: KeyName }),
    ...(ActionName !== undefined && { action: ActionName }),
    ...(Cursor !== undefined && { after: placeOf(Cursor) }),
  });
  return { AuditList: entries.map(fieldsOf), NextCursor: next === undefined ? '' : `${next.atMs}.${next.id}` };
};

function fieldsOf({
  id,
  atMs,
  key,
  address,
  action,
  project,
  retCode,
  taskId,
  domains,
  urlCount,
  detail,
  times,
}: AuditPage['entries'][number]) {
  return {
    Id: String(id),
    Time: Math.floor(atMs / 1000),
    PublicKey: key,
    Address: address,
    Action: action,
    ProjectId: project,
    Code: retCode,
    ...(taskId !== undefined && { TaskId: taskId }),
    ...(domains !== undefined && { Domains: [...domains] }),
    ...(urlCount !== undefined && { UrlCount: urlCount }),
    ...(detail !== undefined && { Detail: detail }),
    Times: times ?? 1,
  };
}

function placeOf(cursor: string): Place {
  const [, atMs, id] = /^(\d{1,15})\.(\d{1,15})$/.exec(cursor) ?? [];
  if (atMs !== undefined && id !== undefined) return { atMs: Number(atMs), id: Number(id) };
  throw badParam('Cursor', shown(cursor), 'NextCursor of the page before, or none');
}
