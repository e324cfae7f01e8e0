import type { Sitemap } from '../../control/control.ts';
import { badParam } from '../../wire/apierror.ts';
import { shown } from '../../wire/shown.ts';
import type { Handler } from '../handler.ts';

export const readSitemap: Handler<'ReadUcdnSitemap'> = async ({ request, control }) => {
  const { urls, documents, leftOut, isWhole } = await control.readSitemap(webAddress(request.Url), request.Limit);
  return {
    UrlList: [...urls],
    SitemapList: documents.map(documentFields),
    LeftOutCount: leftOut,
    Complete: isWhole,
  };
};

function documentFields({ url, urls, fault }: Sitemap['documents'][number]) {
  return { Url: url, UrlCount: urls, ...(fault !== undefined && { Fault: fault }) };
}

function webAddress(text: string): string {
  const url = URL.parse(text);
  const isAccepted = url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  if (!isAccepted) throw badParam('Url', shown(text), 'an address that begins with http:// or https://, without user name and password');
  return url.href;
}
