import { useTranslation } from 'react-i18next';
import { useRead } from '../server/queries.ts';
import { useSession, useSessionState } from '../session/session.tsx';
import { SelectField } from '../ui/field.tsx';

/** The project that all calls act in; nothing is shown while there is only one. */
export function ProjectPicker() {
  const { t } = useTranslation();
  const { projectId } = useSession();
  const { chooseProject } = useSessionState();
  const { data } = useRead('GetProjectList', {});
  const projects = data?.ProjectSet ?? [];
  if (projects.length < 2) return null;
  const current = projectId ?? projects.find(({ IsDefault }) => IsDefault)?.ProjectId ?? '';
  return (
    <SelectField
      label={t('project')}
      value={current}
      options={projects.map((project) => ({ value: project.ProjectId, label: project.ProjectName }))}
      onChoose={chooseProject}
    />
  );
}
