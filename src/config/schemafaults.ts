import { z } from 'zod';
import { faultAt, type Fault } from './fault.ts';
import { nearestOf } from './nearest.ts';
import { metaOf, schemaAt } from './schema/walk.ts';
import { child, joinPath, nearestTree, plain, type Leaf, type Tree } from './tree.ts';

/** All that a schema has against a tree. */
export function schemaFaults(schema: z.ZodType, tree: Tree): Fault[] {
  const result = schema.safeParse(plain(tree));
  return result.success ? [] : result.error.issues.flatMap((issue) => faultsOf(issue, schema, tree));
}

function faultsOf(issue: z.core.$ZodIssue, schema: z.ZodType, root: Tree): Fault[] {
  const tree = nearestTree(root, issue.path);
  if (issue.code === 'unrecognized_keys') {
    const at = schemaAt(schema, issue.path);
    const known = at instanceof z.ZodObject ? Object.keys(at.shape) : [];
    return issue.keys.map((key) => unknownKey(key, tree, known));
  }
  const missing = missingKey(issue.path, tree, root);
  if (missing !== undefined)
    return [faultAt(tree.place, `${tree.path || 'the configuration'} has no ${missing}; accepted: ${issue.message}`)];
  if (tree.kind === 'leaf' && tree.unresolved === true) return [];
  const detail: unknown = issue.code === 'custom' ? issue.params?.['detail'] : undefined;
  const complaint = complaintOn(tree, isSecret(schema, issue.path), typeof detail === 'string' ? detail : undefined);
  return [faultAt(tree.place, `${tree.path} ${complaint}; accepted: ${issue.message}`)];
}

export function unknownKey(key: string, parent: Tree, known: readonly string[]): Fault {
  const place = (parent.kind === 'section' ? parent.entries.get(key)?.keyPlace : undefined) ?? parent.place;
  const meant = nearestOf(key, known);
  const hint = meant === undefined ? '' : `, did you mean ${meant}?`;
  return faultAt(place, `${joinPath(parent.path, key)} is not a known key${hint || ';'} accepted: ${known.join(', ')}`);
}

/** The key that an issue's path ends in, when its parent is there without it. */
function missingKey(path: readonly PropertyKey[], tree: Tree, root: Tree): string | undefined {
  const last = path.at(-1);
  if (typeof last !== 'string' || tree.kind !== 'section') return undefined;
  return nearestTree(root, path.slice(0, -1)) === tree && child(tree, last) === undefined ? last : undefined;
}

function complaintOn(tree: Tree, secret: boolean, detail: string | undefined): string {
  if (tree.kind === 'section') return detail ?? 'is a map';
  if (tree.kind === 'list') return detail ?? (tree.items.length === 0 ? 'is an empty list' : 'is a list');
  if (tree.value === null) return 'is empty';
  if (secret) return detail ?? 'has a value that is not accepted (not shown here)';
  return detail === undefined ? `is ${shownValue(tree)}` : `(${shownValue(tree)}) ${detail}`;
}

/** A value for a message, shortened; what came through `${…}` may be a secret and stays as it was written. */
export function shownValue(leaf: Leaf): string {
  if (leaf.template !== undefined) return `"${clipped(leaf.template)}"`;
  // What stands before an @ may be a password.
  return typeof leaf.value === 'string' ? JSON.stringify(clipped(leaf.value.replace(/\/\/[^/?#]*@/, '//…@'))) : String(leaf.value);
}

function clipped(text: string): string {
  return text.length > 80 ? `${text.slice(0, 60)}…${text.slice(-16)}` : text;
}

function isSecret(schema: z.ZodType, path: readonly PropertyKey[]): boolean {
  // Header values lie below the schema that is marked.
  return path.some((_, index) => metaOf(schemaAt(schema, path.slice(0, index + 1))).secret === true);
}
