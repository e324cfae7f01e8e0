export type ContentCoding = 'br' | 'gzip' | 'identity';

/** The smallest coding that an Accept-Encoding takes (RFC 9110 §12.5.3). What refuses all of them gets the plain bytes all the same. */
export function acceptedCoding(accepted: string | undefined): ContentCoding {
  const weights = new Map(
    (accepted ?? '').split(',').map((part) => {
      const [name = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
      const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
      return [name, weight === undefined ? 1 : Number(weight)] as const;
    }),
  );
  const takes = (name: string): boolean => (weights.get(name) ?? weights.get('*') ?? 0) > 0;
  if (takes('br')) return 'br';
  return takes('gzip') ? 'gzip' : 'identity';
}
