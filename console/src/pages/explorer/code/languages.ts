import { goCode } from './go.ts';
import { javaCode } from './java.ts';
import { pythonCode } from './python.ts';
import type { SampleCall } from './sample.ts';
import { shellCode } from './shell.ts';
import { typescriptCode } from './typescript.ts';

/** Languages that calls can be had in, with the names by which people know them. */
export const codeLanguages = [
  { id: 'curl', name: 'curl', write: shellCode },
  { id: 'python', name: 'Python', write: pythonCode },
  { id: 'go', name: 'Go', write: goCode },
  { id: 'java', name: 'Java', write: javaCode },
  { id: 'typescript', name: 'TypeScript', write: typescriptCode },
] as const satisfies readonly { id: string; name: string; write(call: SampleCall): string }[];

export type CodeLanguage = (typeof codeLanguages)[number]['id'];

export function codeIn(language: CodeLanguage, call: SampleCall): string {
  const found = codeLanguages.find(({ id }) => id === language);
  return found === undefined ? '' : found.write(call);
}
