/** Longer ones are no URL that the API takes. */
const maxUrlLength = 8192;

/** Where it is told what each node has of a URL; undefined for what can be no URL. */
export function explainHref(url: string): string | undefined {
  return url.length > maxUrlLength || !url.isWellFormed() ? undefined : `/explain?url=${encodeURIComponent(url)}`;
}
