/** What can't be read as a sitemap. The message goes on after "it …", without a full stop. */
export class SitemapFault extends Error {
  override readonly name = 'SitemapFault';
}
