import type { Control } from '../../control/control.ts';
import { normalHost } from '../../tasks/host.ts';
import type { PauseScope } from '../../tasks/pause.ts';
import type { Answer } from '../../wire/actions.ts';
import type { Handler } from '../handler.ts';
import { Reach } from './reach.ts';

export const pauseFetch: Handler<'PauseUcdnFetch'> = async ({ request, key, control }) => {
  const reach = new Reach(key, control);
  const scope = scopeOf(request);
  reach.requireControlOf(scope);
  await control.pause(scope, key.publicKey);
  return listed(reach, control);
};

export const resumeFetch: Handler<'ResumeUcdnFetch'> = async ({ request, key, control }) => {
  const reach = new Reach(key, control);
  const scope = scopeOf(request);
  // A pause outlives the configuration: that of a name which is gone from it must still be possible to end.
  const isPaused = key.everyProject && (await control.pauses()).some((pause) => isSame(pause, scope));
  if (!isPaused) reach.requireControlOf(scope);
  await control.resume(scope);
  return listed(reach, control);
};

export const describePause: Handler<'DescribeUcdnPause'> = async ({ key, control }) => listed(new Reach(key, control), control);

function scopeOf({ Domain, Node }: { Domain?: string | undefined; Node?: string | undefined }): PauseScope {
  if (Domain !== undefined) {
    const host = normalHost(Domain);
    return { kind: 'domain', name: typeof host === 'string' ? host : Domain };
  }
  return Node === undefined ? { kind: 'all' } : { kind: 'node', name: Node };
}

function isSame(a: PauseScope, b: PauseScope): boolean {
  return a.kind === b.kind && (a.kind === 'all' || b.kind === 'all' || a.name === b.name);
}

async function listed(reach: Reach, control: Control): Promise<Answer<'DescribeUcdnPause'>> {
  const pauses = await control.pauses();
  return {
    PauseList: pauses
      .filter((pause) => reach.sees(pause))
      .map((pause) => ({
        Scope: pause.kind,
        Name: pause.kind === 'all' ? '' : pause.name,
        Since: Math.floor(pause.atMs / 1000),
        By: pause.by,
      })),
  };
}
