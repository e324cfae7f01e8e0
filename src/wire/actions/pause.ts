import * as z from 'zod';
import { defineAction, projectId } from '../action.ts';
import { listOut, textOut, timeOut } from '../answerfields.ts';
import * as fields from '../fields.ts';

const pauseEntry = z.object({
  Scope: z.enum(['all', 'domain', 'node']).meta({ description: 'What is stopped.' }),
  Name: textOut('Name of the domain or node; empty for all.'),
  Since: timeOut('When it was paused.'),
  By: textOut('PublicKey that paused it.'),
});

const response = z.object({ PauseList: listOut(pauseEntry, 'All that is paused now.') });

function scope(verb: string) {
  return z
    .object({
      ProjectId: projectId(),
      Domain: fields.text(`${verb} this domain on every node. Without Domain and Node: everything.`).optional(),
      Node: fields.text(`${verb} this node for every domain.`).optional(),
    })
    .superRefine(({ Domain, Node }, context) => {
      if (Domain === undefined || Node === undefined) return;
      const params = { what: 'beside Domain', accepted: 'either Domain or Node or neither' };
      context.addIssue({ code: 'custom', path: ['Node'], params });
    });
}

export const pauseFetch = defineAction({
  name: 'PauseUcdnFetch',
  summary: 'Stops new fetches of a domain, a node or everything within a second, until resumed; lasts over restarts.',
  isQuery: false,
  isExtension: true,
  request: scope('Pause'),
  response,
});

export const resumeFetch = defineAction({
  name: 'ResumeUcdnFetch',
  summary: 'Ends a pause of that very scope; one that was not paused changes nothing.',
  isQuery: false,
  isExtension: true,
  request: scope('Resume'),
  response,
});

export const describePause = defineAction({
  name: 'DescribeUcdnPause',
  summary: 'Lists what is paused.',
  isQuery: true,
  isExtension: true,
  request: z.object({ ProjectId: projectId() }),
  response,
});
