import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actions } from '../../../src/wire/actions.ts';
import { actionPromises, actionRows } from './actions.ts';
import { listPromises } from './lists.ts';
import { lossPromises } from './losses.ts';
import { wantedSdks } from './programs.ts';
import { recordingPromises } from './recordings.ts';
import { refusalPromises } from './refusals.ts';
import { startScene, type Scene } from './scene.ts';
import { startSubject, type Subject } from './subject.ts';
import { submitBulk, volumePromises } from './volume.ts';

/** UCloud's own SDKs, unchanged but for the base URL, against a live server. Where they differ stands in the tables. */
let scene: Scene;
beforeAll(async () => {
  scene = await startScene();
  await submitBulk(scene);
});
afterAll(() => scene[Symbol.asyncDispose]());

test('every action of the vendor’s that forewarm has is called by every SDK', () => {
  const ofVendor = Object.values(actions).filter(({ isExtension }) => !isExtension);
  expect(new Set(actionRows.map(({ action }) => action))).toEqual(new Set(ofVendor.map(({ name }) => name)));
});

describe.each(wantedSdks())('the %s SDK', (name) => {
  let subject: Subject;
  beforeAll(async () => {
    subject = await startSubject(name, scene);
  });
  afterAll(() => subject[Symbol.asyncDispose]());

  const getSubject = () => subject;
  actionPromises(name, getSubject);
  listPromises(name, getSubject);
  refusalPromises(name, getSubject);
  lossPromises(name, getSubject);
  volumePromises(name, getSubject);
  recordingPromises(name, getSubject);
});
