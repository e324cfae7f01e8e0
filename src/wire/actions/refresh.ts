import * as z from 'zod';
import { purgeModes, refreshTypes } from '../../tasks/purge.ts';
import { directoryFault, type UrlFault } from '../../tasks/url.ts';
import { defineAction, projectId } from '../action.ts';
import * as fields from '../fields.ts';
import { maxRefreshUrls } from '../limits.ts';
import { refuseTogether, submitAnswer, submitOptions } from './submitoptions.ts';

export const refresh = defineAction({
  name: 'RefreshNewUcdnDomainCache',
  summary: 'Submits URLs or directories that the cache of every node of their domains is to forget.',
  isQuery: false,
  isExtension: false,
  request: z
    .object({
      ProjectId: projectId(),
      Type: fields.oneOf(
        refreshTypes,
        'What the URLs are. file: each is one object, with all its variants. dir: each is a directory, all that lies below it. m3u8: each is an HLS playlist, refreshed with the playlists and segments in it.',
      ),
      UrlList: fields.targetUrls(
        'The URLs, http:// or https:// on a domain of the project. That of a directory ends in / and has no query.',
        maxRefreshUrls,
      ),
      Mode: fields
        .oneOf(
          purgeModes,
          'Ours. delete: the objects are gone. expire: they are kept and revalidated at the next request, where the cache can, else deleted; the outcome says which was done. Default: expire for dir, else delete.',
        )
        .optional(),
      Prefetch: fields
        .flag('Ours, with Type=file only. Pull the URLs again once they are purged, within the same task. Default: false.')
        .optional(),
      ...submitOptions,
    })
    .superRefine(refuseTogether)
    .superRefine(({ Type, UrlList, Prefetch, DryRunSizes }, context) => {
      const refuse = (path: (string | number)[], params: UrlFault): void => {
        context.addIssue({ code: 'custom', path, params });
      };
      if (Prefetch === true && Type !== 'file') refuse(['Prefetch'], { what: `beside Type=${Type}`, accepted: 'true with Type=file only' });
      if (DryRunSizes === true && Type !== 'file')
        refuse(['DryRunSizes'], { what: `beside Type=${Type}`, accepted: 'true with Type=file only' });
      if (Type !== 'dir') return;
      for (const [line, url] of UrlList.entries()) {
        const fault = directoryFault(url);
        if (fault !== undefined) refuse(['UrlList', line], fault);
      }
    }),
  response: submitAnswer,
});
