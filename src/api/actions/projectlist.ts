import type { Handler } from '../handler.ts';

export const projectList: Handler<'GetProjectList'> = async ({ key, control, settings }) => {
  const projects = settings.projects.all.filter((project) => key.mayActIn(project.id));
  const keys = [...settings.keys.values()];
  const domains = new Set(control.nodes().flatMap((node) => node.domains));
  const owners = [...domains].map((domain) => control.projectOfDomain(domain));
  return {
    ProjectCount: projects.length,
    ProjectSet: projects.map(({ id, name, default: isDefault, createdAtS }) => ({
      ProjectId: id,
      ProjectName: name,
      CreateTime: createdAtS ?? 0,
      IsDefault: isDefault,
      // Domains without a node can't be seen from here; nothing can be submitted for them either.
      ResourceCount: owners.filter((owner) => owner === id).length,
      MemberCount: keys.filter((other) => other.mayActIn(id)).length,
    })),
  };
};
