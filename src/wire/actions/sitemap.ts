import * as z from 'zod';
import { defineAction, projectId } from '../action.ts';
import { flagOut, intOut, listOut, textOut } from '../answerfields.ts';
import * as fields from '../fields.ts';
import { maxSitemapUrls } from '../limits.ts';

const document = z.object({
  Url: textOut('Its address.'),
  UrlCount: intOut('How many URLs came of it that no other before it had.'),
  Fault: textOut('Why it could not be read; absent when it could.').optional(),
});

export const sitemap = defineAction({
  name: 'ReadUcdnSitemap',
  summary:
    'Reads the URLs out of a sitemap (XML, its index one level deep, or a text with a URL a line; gzip too), which the server fetches. It submits nothing.',
  isQuery: true,
  isExtension: true,
  request: z.object({
    ProjectId: projectId(),
    Url: fields.shortText(
      'Where the sitemap is: http or https. Addresses that are not public are refused unless the configuration allows them.',
      8192,
    ),
    Limit: fields.natural('How many URLs at most.', { min: 1, max: maxSitemapUrls }).default(50_000),
  }),
  response: z.object({
    UrlList: listOut(z.string(), 'The URLs in their order, each once, whatever their domains.'),
    SitemapList: listOut(document, 'What was read: the document itself, then those that it lists.'),
    LeftOutCount: intOut('Locations that are no http or https URL.'),
    Complete: flagOut('Whether all was read; false where there is more than Limit, than 200 further documents, or than 45 seconds bring.'),
  }),
});
