import { apiError, badParam } from '../../wire/apierror.ts';
import { maxTokenChars } from '../access/securitytokens.ts';
import type { Handler } from '../handler.ts';
import { givenTerms } from './keyterms.ts';

export const assumeRole: Handler<'AssumeUcdnRole'> = async ({ request, key, madeKeys, settings, audit, nowMs }) => {
  if (key.publicKey !== key.lastingKey) throw apiError('notPermitted', { detail: 'what is lent can not be lent on' });
  madeKeys.requireSeal();
  const terms = givenTerms(request, settings.projects);
  const lent = settings.tokens?.lend(key, terms, nowMs + request.DurationSeconds * 1000);
  if (lent === undefined) {
    throw badParam(
      'Urls',
      'restrictions that are too long',
      `Projects, Actions, Urls and AllowIps that fit a SecurityToken of ${maxTokenChars} characters`,
    );
  }
  const { publicKey: PublicKey, privateKey: PrivateKey, securityToken: SecurityToken, expiresMs } = lent;
  audit.detail = `lent ${PublicKey} until ${new Date(expiresMs).toISOString()}: ${JSON.stringify(terms)}`;
  return { Credentials: { PublicKey, PrivateKey, SecurityToken, Expiration: Math.floor(expiresMs / 1000) } };
};
