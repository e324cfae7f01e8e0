import type { Handler } from '../handler.ts';
import { domainById } from './domainby.ts';

export const prefetchEnable: Handler<'GetUcdnDomainPrefetchEnable'> = async ({ request, project, control }) => ({
  Enable: domainById(control, project, request.DomainId).prefetch ? 1 : 0,
});
