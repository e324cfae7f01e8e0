import type { Handler } from '../handler.ts';

export const domainInfoList: Handler<'GetUcdnDomainInfoList'> = async ({ request, project, control }) => {
  const { PageIndex: page, PageSize: size } = request;
  const domains = control.domainsOf(project);
  const listed = page === 0 ? domains : domains.slice((page - 1) * size, page * size);
  return { TotalCount: domains.length, DomainInfoList: listed.map(({ name, id }) => ({ Domain: name, DomainId: id })) };
};
