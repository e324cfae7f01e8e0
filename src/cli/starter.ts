/** The text of a first configuration. Its comments are what its reader has of the documentation at hand. */
export function starterFile({
  publicKey,
  privateKeyFile,
  masterKeyFile,
}: {
  publicKey: string;
  privateKeyFile: string;
  masterKeyFile: string;
}): string {
  return `# forewarm: what is served, who may call it, which caches it fills.
# Every key: docs/configuration.md. To check this file: forewarm check-config
# \${NAME} is read from the environment, \${file:PATH} from a file beside this one.

listen: 127.0.0.1:8460
store: sqlite:./data/forewarm.db
# Encrypts the private keys of keys that are made at run time (forewarm keys create). Keep it apart from backups of the store.
masterKey: \${file:${masterKeyFile}}

projects:
  - { id: org-main, name: Main, default: true }

keys:
  - publicKey: "${publicKey}"
    privateKey: \${file:${privateKeyFile}}

# Your caches. A node is dialled at its address; the domain goes along as Host and SNI.
nodes:
  - name: edge-a
    address: http://127.0.0.1:8081 # or addresses: { http: …, https: … }
    cache: auto # nginx, varnish, trafficserver, squid
    # layer: mid                    # a shield: filled before the edges
    # concurrency: 64               # fetches at once

# What may be prefetched, and through which nodes.
domains:
  - name: cdn.example.com
    id: ucdn-example
    nodes: [edge-a] # names, or { region: … }, { layer: … }
    # rate: { requestsPerSecond: 500, bytesPerSecond: 200MiB, concurrency: 64 } # protects the origin
    # variants: [{}, { Accept-Encoding: br }] # each set of request headers is an object of its own
    # verify: headers # or rehit: ask each cache again whether it has it; off: a whole response is enough
`;
}
