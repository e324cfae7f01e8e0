import type { Explanation, NodeExplanation } from '../../control/control.ts';
import type { Answer } from '../../wire/actions.ts';
import { apiError } from '../../wire/apierror.ts';
import { shown } from '../../wire/shown.ts';
import { wireStatus } from '../../wire/status.ts';
import type { Handler } from '../handler.ts';
import { sightingFields } from './sighting.ts';

type NodeFields = Answer<'ExplainUcdnUrl'>['NodeList'][number];

export const explainUrl: Handler<'ExplainUcdnUrl'> = async ({ request, project, key, control }) => {
  const { Url: url } = request;
  if (key.urls?.allow(url) === false) {
    throw apiError('notPermitted', {
      detail: `Url came as ${shown(url.text)}; this key may ask for URLs below ${key.urls.texts.join(', ')}, without dot segments`,
    });
  }
  const explanation = await control.explain({ project, url });
  return {
    Url: explanation.url,
    Domain: explanation.domain,
    ...lastTaskFields(explanation),
    NodeList: explanation.nodes.map(nodeFields),
  };
};

function lastTaskFields({ lastTask }: Explanation): Partial<Answer<'ExplainUcdnUrl'>> {
  if (lastTask === undefined) return {};
  const { taskId, kind, atS, scope } = lastTask;
  return { LastTaskId: taskId, LastTaskType: kind, LastTaskTime: atS, LastTaskScope: scope };
}

function nodeFields({ node, layer, cache, variants, last }: NodeExplanation): NodeFields {
  return {
    Node: node,
    Layer: layer,
    Cache: cache,
    ...lastFields(last),
    VariantList: variants.map(({ variant, cacheKey, sighting, cause, unwarmed }) => ({
      ...sightingFields(variant, sighting),
      ...(cause !== undefined && { Cause: cause }),
      CacheKey: cacheKey.text,
      CacheKeyFrom: cacheKey.from,
      UnwarmedVary: [...unwarmed],
    })),
  };
}

function lastFields(last: NodeExplanation['last']): Partial<NodeFields> {
  if (last === undefined) return {};
  const { status, reason, message, verdict } = last.outcome;
  return {
    LastStatus: wireStatus(status),
    ...(reason !== undefined && { LastReason: reason }),
    ...(message !== undefined && { LastMessage: message }),
    ...(verdict !== undefined && { LastVerdict: verdict }),
  };
}
