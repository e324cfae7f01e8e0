import { badParam } from '../../wire/apierror.ts';
import { shown } from '../../wire/shown.ts';
import type { Handler } from '../handler.ts';
import { sightingFields } from './sighting.ts';

export const taskCoverage: Handler<'CheckUcdnTaskCoverage'> = async ({ request, project, control }) => {
  const { TaskId: taskId, Offset: offset, Limit: limit } = request;
  const coverage = await control.coverage({ project, taskId, offset, limit });
  // Counts of nothing would read as if all were well.
  if (coverage === undefined) throw badParam('TaskId', shown(taskId), `a task of project ${project} that history.keepDays still keeps`);
  return {
    TotalCount: coverage.totalLines,
    NextOffset: coverage.nextOffset,
    UrlCount: coverage.urls,
    NodeList: coverage.nodes.map(({ node, layer, counts, unknownBecause }) => ({
      Node: node,
      Layer: layer,
      Fresh: counts.fresh,
      Expired: counts.expired,
      Absent: counts.absent,
      Unknown: counts.unknown,
      ...(unknownBecause !== undefined && { UnknownBecause: unknownBecause }),
    })),
    MissingList: coverage.missing.map(({ url, node, variant, sighting }) => ({
      Url: url,
      Node: node,
      ...sightingFields(variant, sighting),
    })),
    MissingLeftOut: coverage.missingLeftOut,
  };
};
