import { actions, type ActionName } from '../../src/wire/actions.ts';
import { answerFields, requestFields, type AnyAction } from '../../src/wire/openapi/schemas.ts';
import { table } from './blocks.ts';
import type { Example } from './examples.ts';
import { fieldRows, parameterRows } from './fieldrows.ts';
import { jsonText } from './jsontext.ts';

/** The part of docs/api.md on actions: a table of them, then a section for each, in the registry's order. */
export function actionsBlock(examples: ReadonlyMap<ActionName, Example>): string {
  const all: readonly AnyAction[] = Object.values(actions);
  const rows = all.map(({ name, summary, ...marks }) => [`[${name}](#${name.toLowerCase()})`, marksOf(marks), summary]);
  const sections = all.map((action) => section(action, examples.get(action.name)));
  return [table(['action', '', 'what it does'], rows), ...sections].join('\n');
}

function marksOf({ isQuery, isExtension }: { isQuery: boolean; isExtension: boolean }): string {
  return [isExtension ? 'ours' : '', isQuery ? '' : 'changes'].filter((mark) => mark !== '').join(', ');
}

function section(action: AnyAction, example: Example | undefined): string {
  const ours = action.isExtension ? ' Ours: the vendor has no such action.' : '';
  return [
    `### ${action.name}\n`,
    `${action.summary}${ours}\n`,
    table(['parameter', 'type', 'required', 'what it is'], parameterRows(requestFields(action))),
    table(['field of the answer', 'type', 'what it is'], fieldRows(answerFields(action))),
    ...(example === undefined ? [] : [exampleText(example)]),
  ].join('\n');
}

function exampleText({ request, answer }: Example): string {
  return `\`\`\`json\n${jsonText(request)}\n\`\`\`\n\`\`\`json\n${jsonText(answer)}\n\`\`\`\n`;
}
