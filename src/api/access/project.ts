import { apiError, missingParam } from '../../wire/apierror.ts';
import type { Key } from './keys.ts';
import type { ProjectOptions } from '../options.ts';

/** The configured projects, by id and in the configuration's order. */
export class Projects {
  readonly all: readonly ProjectOptions[];
  readonly #byId: ReadonlyMap<string, ProjectOptions>;
  readonly #default: ProjectOptions | undefined;

  constructor(projects: readonly ProjectOptions[]) {
    this.all = projects;
    this.#byId = new Map(projects.map((project) => [project.id, project]));
    this.#default = projects.find((project) => project.default);
  }

  /**
   * The id of the project that a call is about. `named` is its ProjectId, undefined when absent or empty.
   * Throws an ApiError: 220 when a sub-account names none, 292 when there is no such project, 299 when
   * the key may not act in it (ucdn-api.md, "Accounts" and "Describe, settled").
   */
  resolve(named: string | undefined, key: Key): string {
    if (named === undefined) {
      if (key.account === 'sub')
        throw missingParam('ProjectId', 'the id of a project: a sub-account must name it (GetProjectList lists them)');
      return this.#defaultFor(key);
    }
    const project = this.#byId.get(named);
    if (project === undefined) {
      throw apiError('projectUnknown', { subject: named, detail: 'accepted is the id of a project as GetProjectList lists them' });
    }
    if (!key.mayActIn(project.id)) {
      throw apiError('notPermitted', {
        detail: `this key may not act in the project ProjectId names; accepted is one that GetProjectList lists`,
      });
    }
    return project.id;
  }

  #defaultFor(key: Key): string {
    const project = this.#default;
    if (project === undefined) throw missingParam('ProjectId', 'the id of a project: none is the default one');
    if (!key.mayActIn(project.id)) {
      throw apiError('notPermitted', {
        detail: 'without ProjectId the default project is meant, in which this key may not act; accepted is one that GetProjectList lists',
      });
    }
    return project.id;
  }
}
