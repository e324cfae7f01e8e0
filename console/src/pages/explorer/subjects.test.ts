import { expect, test } from 'vitest';
import { openApiDocument } from '../../../../src/wire/openapi.ts';
import { readDocument } from './document.ts';
import { groupsOf, subjectOf } from './subjects.ts';

const { actions } = readDocument(JSON.parse(JSON.stringify(openApiDocument('1.2.3'))));

test('every action is about something, and stands in the list once', () => {
  expect(actions.filter(({ name }) => subjectOf(name) === 'other').map(({ name }) => name)).toEqual([]);
  const listed = groupsOf(actions, '').flatMap((group) => group.actions.map(({ name }) => name));
  expect(listed.toSorted()).toEqual(actions.map(({ name }) => name).toSorted());
});

test('the vendor’s come first', () => {
  const origins = groupsOf(actions, '').map(({ origin }) => origin);
  expect(origins.lastIndexOf('vendor')).toBeLessThan(origins.indexOf('forewarm'));
});

test('all words must be in the name or the summary, in any case', () => {
  const found = (find: string) => groupsOf(actions, find).flatMap((group) => group.actions.map(({ name }) => name));
  expect(found('PREFETCH detail')).toEqual(['DescribePrefetchUrlDetail']);
  expect(found('no such thing')).toEqual([]);
});
