import { describe, expect, test } from 'vitest';
import { Folder } from './testing/folder.ts';
import { certPem, keyPem, strangeKeyPem } from './testing/pems.ts';

const files = { 'tls/cert.pem': certPem, 'tls/key.pem': keyPem, 'tls/strange.pem': strangeKeyPem };

describe('Certificates', () => {
  test('are read from files beside the configuration, and then any address may be served', () => {
    const text = `projects: [{ id: a }]\nlisten: { address: "0.0.0.0:8460", tls: { cert: tls/cert.pem, key: tls/key.pem } }\n`;
    using folder = new Folder({ ...files, 'forewarm.yaml': text });
    expect(folder.load()).toMatchObject({ ok: true, config: { listen: { host: '0.0.0.0', tls: { certPem, keyPem } } } });
  });

  test('may stand in the file, or come through ${file:…}', () => {
    const block = certPem.replaceAll('\n', '\n        ').trimEnd();
    const text = `projects: [{ id: a }]
listen: { tls: { cert: \${file:tls/cert.pem}, key: tls/key.pem } }
nodes:
  - name: a
    address: https://a
    tls:
      ca: |
        ${block}
`;
    using folder = new Folder({ ...files, 'forewarm.yaml': text });
    expect(folder.load()).toMatchObject({
      ok: true,
      config: { listen: { tls: { certPem: certPem.trimEnd() } }, nodes: [{ tls: { caPem: certPem, verify: true } }] },
    });
  });

  test('must fit their key', () => {
    const text = `projects: [{ id: a }]\nlisten: { tls: { cert: tls/cert.pem, key: tls/strange.pem } }\n`;
    using folder = new Folder({ ...files, 'forewarm.yaml': text });
    expect(folder.faults()).toHaveLength(1);
    expect(folder.faults()[0]).toMatch(/^forewarm\.yaml:2:16: listen\.tls has a certificate and a key that don't fit together: /);
  });

  test('are sought beside the file that names them, an included one too', () => {
    using folder = new Folder({
      'forewarm.yaml': 'projects: [{ id: a }]\ninclude: tls/nodes.yaml\n',
      'tls/nodes.yaml': 'nodes: [{ name: a, address: "https://a", tls: { ca: cert.pem } }]\n',
      'tls/cert.pem': certPem,
    });
    expect(folder.load()).toMatchObject({ ok: true, config: { nodes: [{ tls: { caPem: certPem } }] } });
  });
});
