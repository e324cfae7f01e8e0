import { expect, test } from 'vitest';
import { apiError, badParam, missingParam } from './apierror.ts';
import { failure, success, successPrefix } from './envelope.ts';
import { isEndedOnWire, statusOfWire, wireStatus, wireStatuses } from './status.ts';
import { statuses, isEnded } from '../tasks/status.ts';

test('an answer of success names its action and has RetCode 0', () => {
  expect(JSON.stringify(success('GetProjectList', { ProjectCount: 0 }))).toBe(
    '{"Action":"GetProjectListResponse","RetCode":0,"ProjectCount":0}',
  );
});

test('a refusal has a Message; Action is left out when the request named none', () => {
  expect(failure('X', badParam('Limit', '-1', 'a whole number'))).toEqual({
    Action: 'XResponse',
    RetCode: 230,
    Message: 'Params [Limit] not available: came -1; accepted is a whole number',
  });
  expect(failure(undefined, apiError('actionMissing'))).toEqual({ RetCode: 160, Message: 'Missing Action' });
  expect(failure('', apiError('actionMissing'))).toEqual({ RetCode: 160, Message: 'Missing Action' });
});

test('an unknown action is echoed short and harmless', () => {
  const action = `\u001b[2J${'x'.repeat(10_000)}`;
  expect(JSON.stringify(failure(action, apiError('actionUnknown', { subject: action })))).toMatch(/^[ -~…]{0,250}$/);
});

test('a streamed answer begins as the whole one does', () => {
  expect(JSON.parse(`${successPrefix('A')},"TotalCount":1}`)).toEqual(success('A', { TotalCount: 1 }));
});

test('messages begin as the vendor has them and name their subject', () => {
  expect(apiError('signatureWrong').message).toBe('Signature VerifyAC Error');
  expect(apiError('projectUnknown', { subject: 'org-1' }).message).toBe('Project [org-1] not exists');
  expect(apiError('domainUnknown', { subject: '$&$1\n', detail: 'none of org-1' }).message).toBe(
    'Domain [$&$1\\u{a}] not exists: none of org-1',
  );
  expect(apiError('actionUnknown').message).toBe('Action not exists');
  expect(missingParam('UrlList').message).toBe('Missing params [UrlList]');
  expect(missingParam('UrlList').parameter).toBe('UrlList');
});

test('each status has one spelling on the wire, and back', () => {
  expect(statuses.map(wireStatus)).toEqual([...wireStatuses]);
  for (const status of statuses) {
    expect(statusOfWire(wireStatus(status))).toBe(status);
    expect(isEndedOnWire(wireStatus(status)), 'a wait ends on unknow too').toBe(isEnded(status));
  }
});
