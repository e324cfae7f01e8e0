import * as z from 'zod';
import { reasons } from '../../tasks/outcome.ts';
import { layers } from '../../tasks/plan.ts';
import { verdicts } from '../../tasks/verdict.ts';
import { defineAction, projectId } from '../action.ts';
import { listOut, statusOut, textOut, timeOut } from '../answerfields.ts';
import * as fields from '../fields.ts';
import { sightingFields, variantOut } from './sighting.ts';

const variant = z.object({
  Variant: variantOut(),
  ...sightingFields,
  Cause: textOut('Unless it is fresh: why not, most likely, in a sentence with the evidence; absent where nothing is known.').optional(),
  CacheKey: textOut('What the cache looks it up by, as far as the configuration of the server tells.'),
  CacheKeyFrom: textOut('Where that key is known from, or what it is a guess by.'),
  UnwarmedVary: listOut(
    z.string(),
    'Headers that the stored copy varies by and no variant sets: with other values it is another object, not warmed.',
  ),
});

const node = z.object({
  Node: textOut('Name of the node.'),
  Layer: z.enum(layers).meta({ description: 'Either mid (a shield, filled first) or edge.' }),
  Cache: textOut('What cache it is: nginx, varnish, trafficserver, squid or auto.'),
  LastStatus: statusOut('What the last task made of the URL here; absent when it did not go through this node or is forgotten:').optional(),
  LastReason: z.enum(reasons).meta({ description: 'Why that failed or can not be known; absent on success.' }).optional(),
  LastMessage: textOut('The reason in a sentence; after a purge that succeeded, what was done.').optional(),
  LastVerdict: z
    .enum(verdicts)
    .meta({ description: 'Whether it was in the cache of this node then; absent where that was not judged.' })
    .optional(),
  VariantList: listOut(variant, 'One entry for each variant of the domain.'),
});

export const explainUrl = defineAction({
  name: 'ExplainUcdnUrl',
  summary: 'Asks every node of a domain what it has of a URL, without filling it, and tells why it has not.',
  isQuery: true,
  isExtension: true,
  request: z.object({
    ProjectId: projectId(),
    Url: fields.targetUrl('The URL, http:// or https:// on a domain of the project.'),
  }),
  response: z.object({
    Url: textOut('The URL as it is sent: ASCII, with its host in lower case.'),
    Domain: textOut('Its domain.'),
    LastTaskId: textOut(
      'The last task that ended with the URL, or that purged a directory above it; absent when none is remembered.',
    ).optional(),
    LastTaskType: z.enum(['prefetch', 'refresh']).meta({ description: 'What that task did.' }).optional(),
    LastTaskTime: timeOut('When it ended with it.').optional(),
    LastTaskScope: z
      .enum(['object', 'subtree'])
      .meta({ description: 'Either object (the URL itself) or subtree (a directory above it).' })
      .optional(),
    NodeList: listOut(node, 'The nodes of the domain, in the order of the configuration.'),
  }),
});
