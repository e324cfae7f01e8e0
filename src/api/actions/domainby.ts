import type { Control, DomainView } from '../../control/control.ts';
import { apiError } from '../../wire/apierror.ts';

/** The project's domain of that id. Throws an ApiError 600, for another project's just the same. */
export function domainById(control: Control, project: string, id: string): DomainView {
  const domain = control.domainsOf(project).find((candidate) => candidate.id === id);
  if (domain !== undefined) return domain;
  throw apiError('domainUnknown', {
    subject: id,
    detail: `accepted is a DomainId of project ${project}, as GetUcdnDomainInfoList lists them`,
  });
}
