import type { Variant } from '../../tasks/plan.ts';
import type { TargetUrl } from '../../tasks/url.ts';
import type { CacheKey } from '../control.ts';
import type { ControlNode } from '../options.ts';

type Parts = { readonly scheme: string; readonly host: string; readonly path: string };

/**
 * What a node looks a URL up by. Only nginx's is ever in our configuration (`purge.directory.files.key`); of the
 * others it is what the cache does as it comes, and said to be so.
 */
export function cacheKeyOf(node: Pick<ControlNode, 'cache' | 'keyTemplate' | 'sliceBytes'>, target: TargetUrl, variant: Variant): CacheKey {
  const parts = { scheme: target.scheme, host: target.host, path: target.url.slice(`${target.scheme}://${target.host}`.length) };
  const { text, from } = keyOfCache(node, parts);
  const slices = node.sliceBytes === undefined ? '' : ` + slices of ${node.sliceBytes} bytes`;
  const headers = Object.entries(variant).map(([name, value]) => ` + ${name}: ${value}`);
  return { text: `${text}${slices}${headers.join('')}`, from };
}

function keyOfCache({ cache, keyTemplate }: Pick<ControlNode, 'cache' | 'keyTemplate'>, parts: Parts): CacheKey {
  const { scheme, host, path } = parts;
  switch (cache) {
    case 'nginx':
      if (keyTemplate !== undefined) return { text: expanded(keyTemplate, parts), from: 'purge.directory.files.key' };
      return { text: `${scheme}$proxy_host${path}`, from: "nginx's default proxy_cache_key; its own is not in forewarm.yaml" };
    case 'varnish':
      return { text: `${path} + ${host}`, from: "Varnish's built-in vcl_hash (URL + Host); its VCL may add to it" };
    case 'trafficserver':
      return { text: `${scheme}://${host}${path}`, from: 'Traffic Server takes the URL after remap.config, which is not known here' };
    case 'squid':
      return { text: `GET ${scheme}://${host}${path}`, from: "Squid's default (method + URL); store_id_program may change it" };
    default:
      return { text: `${scheme}://${host}${path}`, from: 'which cache it is, is not configured (cache: auto): the URL stands for its key' };
  }
}

/** What a URL does not decide, such as nginx's own maps, stays as it is written. */
function expanded(template: string, { scheme, host, path }: Parts): string {
  const values: Readonly<Record<string, string>> = { scheme, host, http_host: host, request_uri: path, uri: decoded(path) };
  return template.replaceAll(/\$(?:\{(\w+)\}|(\w+))/g, (written, braced: string | undefined, bare: string | undefined) => {
    const name = braced ?? bare ?? '';
    return Object.hasOwn(values, name) ? (values[name] ?? written) : written;
  });
}

/** `$uri` is the path without its query, decoded. */
function decoded(path: string): string {
  const [plain = ''] = path.split('?', 1);
  try {
    return decodeURIComponent(plain);
  } catch {
    return plain;
  }
}
