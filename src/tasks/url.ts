export type Scheme = 'http' | 'https';

/** A submitted URL, understood. */
export type TargetUrl = {
  /** As it was submitted; what Describe answers. */
  text: string;
  scheme: Scheme;
  /** Lower case, no port. */
  host: string;
  /** As it is sent: ASCII, host in lower case, path never empty. */
  url: string;
};
