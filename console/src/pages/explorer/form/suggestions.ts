import { useTranslation } from 'react-i18next';
import { formatRelative } from '../../../format/times.ts';
import { useRead } from '../../../server/queries.ts';
import type { ActionDoc } from '../document.ts';

/** A value that may be meant, and what it stands for. */
export type Suggestion = { value: string; label: string };

const recentTasks = 20;
/** What fits into a picker that one can still read. */
const shownDomains = 200;
const shownKeys = 100;

/**
 * Values of the server's own for the parameters of an action: projects, domains, recent tasks, nodes, keys. What the key
 * may not read has no suggestions; anything may be typed all the same.
 */
export function useSuggestions(action: ActionDoc, actionNames: readonly string[]): (parameter: string) => readonly Suggestion[] {
  const { i18n } = useTranslation();
  const has = (...names: string[]) => action.parameters.some(({ name }) => names.includes(name));
  const projects = useRead('GetProjectList', {}, { enabled: has('ProjectId', 'Projects') });
  const domains = useRead(
    'GetUcdnDomainInfoList',
    { PageIndex: 1, PageSize: shownDomains },
    { enabled: has('DomainId', 'Domain', 'Urls') },
  );
  const type = kindOf(action.name);
  const tasks = useRead(
    'DescribeUcdnTaskSummary',
    { Limit: recentTasks, ...(type !== undefined && { Type: type }) },
    { enabled: has('TaskId', 'AfterTaskId') },
  );
  const nodes = useRead('DescribeUcdnNode', {}, { enabled: has('Node', 'Nodes', 'NodeRegion') });
  const keys = useRead('DescribeUcdnKey', {}, { enabled: has('KeyName', 'PublicKey') && action.name !== 'CreateUcdnKey' });
  const callbacks = useRead('DescribeUcdnCallback', { Limit: recentTasks }, { enabled: has('CallbackId') });

  return (parameter) => {
    switch (parameter) {
      case 'ProjectId':
      case 'Projects':
        return (projects.data?.ProjectSet ?? []).map((project) => ({ value: project.ProjectId, label: project.ProjectName }));
      case 'DomainId':
        return (domains.data?.DomainInfoList ?? []).map((domain) => ({ value: domain.DomainId, label: domain.Domain }));
      case 'Domain':
      case 'Urls':
        return (domains.data?.DomainInfoList ?? []).map((domain) => ({ value: domain.Domain, label: domain.DomainId }));
      case 'TaskId':
      case 'AfterTaskId':
        return (tasks.data?.TaskSummaryList ?? []).map((task) => ({
          value: task.TaskId,
          label: `${task.Type}, ${task.Status}, ${formatRelative(task.CreateTime * 1000, tasks.dataUpdatedAt, i18n.language)}`,
        }));
      case 'Node':
      case 'Nodes':
        return (nodes.data?.NodeList ?? []).map((node) => ({ value: node.Name, label: node.Region ?? '' }));
      case 'NodeRegion':
        return [...new Set((nodes.data?.NodeList ?? []).flatMap(({ Region }) => Region ?? []))].map((value) => ({ value, label: '' }));
      case 'KeyName':
      case 'PublicKey':
        return (keys.data?.KeyList ?? [])
          .filter(({ Fixed }) => parameter === 'PublicKey' || !Fixed)
          .slice(0, shownKeys)
          .map((key) => ({ value: key.PublicKey, label: key.Comment }));
      case 'CallbackId':
        return (callbacks.data?.CallbackList ?? []).map((one) => ({ value: one.CallbackId, label: `${one.Status}, ${one.TaskId}` }));
      case 'Action':
      case 'Actions':
        return actionNames.map((value) => ({ value, label: '' }));
      case 'Header':
        return ['Accept-Encoding: gzip', 'Accept-Encoding: br', 'Accept: image/webp'].map((value) => ({ value, label: '' }));
      default:
        return [];
    }
  };
}

/** Actions that are about one kind of task only. */
function kindOf(action: string): 'prefetch' | 'refresh' | undefined {
  if (/^Describe(?:NewUcdn)?Prefetch/.test(action)) return 'prefetch';
  return /^Describe(?:NewUcdn)?Refresh/.test(action) ? 'refresh' : undefined;
}
