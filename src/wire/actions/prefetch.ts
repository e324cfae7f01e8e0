import * as z from 'zod';
import { defineAction, projectId } from '../action.ts';
import * as fields from '../fields.ts';
import { maxPrefetchUrls } from '../limits.ts';
import { manifestOptions, refuseSelectionAlone } from './manifestoptions.ts';
import { refuseTogether, submitAnswer, submitOptions } from './submitoptions.ts';

export const prefetch = defineAction({
  name: 'PrefetchNewUcdnDomainCache',
  summary: 'Submits URLs to be pulled into the cache of every node of their domains.',
  isQuery: false,
  isExtension: false,
  request: z
    .object({
      ProjectId: projectId(),
      UrlList: fields.targetUrls(
        'The URLs, http:// or https:// on a domain of the project. A URL that stands twice is fetched once and answered twice.',
        maxPrefetchUrls,
      ),
      ...manifestOptions,
      ...submitOptions,
    })
    .superRefine(refuseTogether)
    .superRefine(refuseSelectionAlone),
  response: submitAnswer,
});
