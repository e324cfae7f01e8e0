import { expect } from 'vitest';
import { makeFolder } from '../../../lab/folder.ts';
import { Driver, type Answer, type ClientSettings, type Params, type SdkCall, type SdkResult } from './driver.ts';
import { driverCommand, type SdkName } from './programs.ts';
import { keys, type Scene } from './scene.ts';

/** Makes one call through the SDK; settings that are not given are those of the main key at the scene's forewarm. */
export type Invoke = (action: string, params: Params, settings?: Partial<ClientSettings>, manner?: Manner) => Promise<SdkResult>;
type Manner = Partial<Pick<SdkCall, 'times' | 'generic'>>;

/** An SDK under test, its driver running, at a scene. */
export type Subject = AsyncDisposable & { readonly name: SdkName; readonly scene: Scene; readonly invoke: Invoke };

/** Suites are laid out before anything runs, so they get hold of the subject within their tests. */
export type GetSubject = () => Subject;

export async function startSubject(name: SdkName, scene: Scene): Promise<Subject> {
  await using parts = new AsyncDisposableStack();
  const folder = parts.use(await makeFolder(`sdk-${name}`));
  const driver = parts.use(new Driver(await driverCommand(name, folder.path)));
  const { publicKey, privateKey } = keys.main;
  const baseUrl = scene.forewarm.endpoint;
  const kept = parts.move();
  return {
    name,
    scene,
    invoke: (action, params, settings = {}, { times = 1, generic = false } = {}) =>
      driver.call({ client: { baseUrl, publicKey, privateKey, ...settings }, action, params, times, generic }),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

export function answerOf(result: SdkResult): Answer {
  if (result.answer === undefined) throw new Error(`no answer: ${JSON.stringify(result)}`);
  return result.answer;
}

export function taskIdOf(result: SdkResult): string {
  const { TaskId } = answerOf(result);
  if (typeof TaskId !== 'string') throw new Error(`no TaskId: ${JSON.stringify(result)}`);
  return TaskId;
}

/** How each SDK calls an answer with a RetCode. */
const retCodeErrors: Record<SdkName, string> = { python: 'RetCodeException', go: 'server.RetCodeError', java: 'RetCodeException' };

/** What a refused call looks like: a RetCode reaches the program as the SDK's error for it, with Message and request id. */
export function refusalIn(name: SdkName, retCode: number, words: string): object {
  return {
    failure: {
      type: retCodeErrors[name],
      retCode,
      message: expect.stringContaining(words),
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    },
  };
}
