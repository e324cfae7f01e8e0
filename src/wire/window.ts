import { badParam, missingParam } from './apierror.ts';

/** Both inclusive, seconds since 1970. */
export type TimeWindow = { beginS: number; endS: number };

const dayS = 86_400;

/**
 * The window that BeginTime and EndTime select by ucdn-api.md ("Describe, settled"); undefined (no window) with
 * TaskId.N and no times. Throws an ApiError: 220 for EndTime alone, 230 when it begins after its end.
 */
export function timeWindow(
  request: { TaskId?: readonly string[] | undefined; BeginTime?: number | undefined; EndTime?: number | undefined },
  nowS: number,
): TimeWindow | undefined {
  const { TaskId, BeginTime, EndTime } = request;
  if (BeginTime === undefined) {
    if (EndTime !== undefined) throw missingParam('BeginTime', 'a time at or before EndTime whenever EndTime is given');
    return TaskId === undefined ? { beginS: Math.max(0, nowS - dayS), endS: nowS } : undefined;
  }
  const endS = EndTime ?? nowS;
  if (BeginTime > endS) {
    const end = EndTime === undefined ? `now (${nowS}), which EndTime defaults to` : `EndTime (${EndTime})`;
    throw badParam('BeginTime', `${BeginTime}, after ${end}`, 'a time at or before EndTime');
  }
  return { beginS: BeginTime, endS };
}
