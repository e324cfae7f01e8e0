export function cacheStatus(headers: Readonly<Record<string, string | string[] | undefined>>): string | undefined {
  const x = headers['x-cache-status'];
  return typeof x === 'string' ? `X-Cache-Status: ${x}` : undefined;
}
