/**
 * Parameters (and values in lists) in one request: twice what the highest index allows. Without a bound, 8 MiB
 * of `&a` would make a map of four million names.
 */
export const maxParams = 200_000;

/** A list's index is 0 to 99,999 (ucdn-api.md, "Envelope"). */
export const maxIndex = 99_999;

/** URLs in one prefetch submit; the vendor's bound. */
export const maxPrefetchUrls = 1000;

/** URLs in one refresh submit; the vendor's bound. */
export const maxRefreshUrls = 100;

/** Entries in one answer of DescribePrefetchUrlDetail and DescribeRefreshUrlDetail, and of DescribeUcdnTaskSummary. */
export const maxUrlDetails = 1000;
export const maxTaskSummaries = 1000;

/** URLs in one answer of ReadUcdnSitemap. */
export const maxSitemapUrls = 100_000;

/** Tasks in one CancelUcdnCacheTask. */
export const maxCancelledTasks = 100;

/** Entries in one answer of DescribeUcdnCallback. */
export const maxCallbacks = 1000;

/** Callbacks in one RedeliverUcdnCallback. */
export const maxRedelivered = 100;

/** Lines of a task in one CheckUcdnTaskCoverage: each is asked for on every node. */
export const maxCoverageLines = 500;

/** How Messages call the request when no single parameter is at fault. */
export const wholeBody = 'body';
export const wholeQuery = 'query';
