import type { Handler } from '../handler.ts';

export const projectList: Handler<'GetProjectList'> = async ({ key, control, settings }) => {
  const projects = settings.projects.all.filter((project) => key.mayActIn(project.id));
  const keys = [...settings.keys.values()];
  return {
    ProjectCount: projects.length,
    ProjectSet: projects.map(({ id, name, default: isDefault, createdAtS }) => ({
      ProjectId: id,
      ProjectName: name,
      CreateTime: createdAtS ?? 0,
      IsDefault: isDefault,
      ResourceCount: control.domainsOf(id).length,
      MemberCount: keys.filter((other) => other.mayActIn(id)).length,
    })),
  };
};
