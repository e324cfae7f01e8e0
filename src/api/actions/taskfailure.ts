import type { TaskFailures } from '../../control/control.ts';
import type { Answer } from '../../wire/actions.ts';
import { wireStatus } from '../../wire/status.ts';
import type { Handler } from '../handler.ts';
import { taskNamed } from './taskof.ts';

type Fields = Answer<'DescribeUcdnTaskFailure'>['FailureList'][number];

export const taskFailures: Handler<'DescribeUcdnTaskFailure'> = async (call) => {
  const { task } = await taskNamed(call, call.request.TaskId);
  const { groups, otherOutcomes, isWhole } = await call.control.failures(task);
  return { FailureList: groups.map(groupFields), OtherCount: otherOutcomes, Complete: isWhole };
};

function groupFields(group: TaskFailures['groups'][number]): Fields {
  const { status, reason, httpStatus, verdict, message, outcomes, urls, nodes, url, node } = group;
  return {
    Status: wireStatus(status),
    ...(reason !== undefined && { Reason: reason }),
    ...(httpStatus !== undefined && { HttpStatus: httpStatus }),
    ...(verdict !== undefined && { Verdict: verdict }),
    ...(message !== undefined && { Message: message }),
    Count: outcomes,
    UrlCount: urls,
    NodeList: nodes.map((each) => ({ Node: each.node, Count: each.outcomes })),
    Url: url,
    Node: node,
  };
}
