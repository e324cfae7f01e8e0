import type { z } from 'zod';
import { fromText, label, leaf, matching, oneOf, Refused, secret, yesNo } from './leaf.ts';
import { addressRange, urlPrefix } from './network.ts';
import { timeMs } from './quantity.ts';
import { listOf, nonEmptyListOf, section } from './section.ts';

export const projectId = leaf('1 to 64 letters, digits, - and _', matching(/^[A-Za-z0-9_-]{1,64}$/));

export const projectSchema = section({
  id: projectId.describe("The API's ProjectId."),
  name: label(128).exactOptional().describe('For people. Default: the id.'),
  default: yesNo().default(false).describe('The project of requests that name none. A single project is it by itself.'),
});

export const keySchema = section({
  publicKey: leaf('1 to 128 visible ASCII characters', matching(/^[\x21-\x7e]{1,128}$/)).describe("The API's PublicKey."),
  privateKey: secret('1 to 512 visible ASCII characters', matching(/^[\x21-\x7e]{1,512}$/)).describe(
    'Signs requests. Best as `${file:…}` or `${NAME}`.',
  ),
  account: oneOf(['main', 'sub']).default('main').describe('`sub`: each request must name its ProjectId.'),
  projects: nonEmptyListOf(projectId, 'a list of project ids').exactOptional().describe('Which projects it may act in. Default: all.'),
  actions: nonEmptyListOf(
    leaf('the name of an action, with * for any letters', matching(/^[A-Za-z0-9*]{1,64}$/)),
    'a list such as ["Describe*"]',
  )
    .default(['*'])
    .describe('Which actions it may call.'),
  urls: nonEmptyListOf(urlPrefix(), 'a list such as ["cdn.example.com/partner/"]')
    .exactOptional()
    .describe('Domains, or beginnings of paths in them, whose URLs it may send. Default: all of its projects.'),
  allowIps: nonEmptyListOf(addressRange(), 'a list such as [10.0.0.0/8]')
    .exactOptional()
    .describe('From which addresses it may be used. Default: any.'),
  expires: timeMs().exactOptional().describe('From when on it is refused. Default: never.'),
  basic: yesNo()
    .exactOptional()
    .describe('True: it may be used by HTTP Basic too, over TLS or from this machine, by callers that can not sign.'),
});

/** As Standard Webhooks writes a symmetric secret. */
function signingSecret(text: string): string | Refused {
  const [, base64 = ''] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? [];
  const bytes = Buffer.from(base64, 'base64');
  const isWhole = bytes.toString('base64') === base64.padEnd(Math.ceil(base64.length / 4) * 4, '=');
  return isWhole && bytes.length >= 24 && bytes.length <= 64 ? text : new Refused();
}

export const callbackSchema = section({
  url: leaf(
    'an https:// or http:// URL',
    fromText((text) => {
      if (!URL.canParse(text) || !/^https?:\/\//i.test(text)) return new Refused();
      const { username, password } = new URL(text);
      return username === '' && password === '' ? text : new Refused('has a user name or password');
    }),
  ).describe('Where the message goes. Each address once.'),
  secret: secret('whsec_ and 24 to 64 random bytes in base64', fromText(signingSecret)).describe(
    'Signs it (Standard Webhooks). `echo whsec_$(head -c 32 /dev/urandom | base64)` makes one.',
  ),
  on: nonEmptyListOf(oneOf(['task.finished']), 'a list such as [task.finished]')
    .default(['task.finished'])
    .describe('Which events.'),
  projects: listOf(projectId, 'a list of project ids').exactOptional().describe('Of which projects. Default: all.'),
});

export type CheckedProject = z.output<typeof projectSchema>;
export type CheckedKey = z.output<typeof keySchema>;
export type Callback = z.output<typeof callbackSchema>;
