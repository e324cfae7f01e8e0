import type { Answer } from '../wire/actions.ts';
import { counted, shownBytes, shownDuration } from './screen/quantities.ts';
import type { Style } from './screen/style.ts';
import { printable, wrapped } from './screen/text.ts';
import { shownTime } from './screen/times.ts';

type Explanation = Answer<'ExplainUcdnUrl'>;
type Node = Explanation['NodeList'][number];
type Variant = Node['VariantList'][number];

export function isFreshEverywhere({ NodeList }: Explanation): boolean {
  return NodeList.length > 0 && NodeList.every((node) => node.VariantList.every(({ State }) => State === 'fresh'));
}

/** One URL on every node, for people: what each has, and why it has not. */
export function explanationLines(explanation: Explanation, width: number, style: Style): string[] {
  const { Url, NodeList } = explanation;
  const fresh = NodeList.filter((node) => node.VariantList.every(({ State }) => State === 'fresh'));
  return [
    style.bold(printable(Url)),
    ...wrapped(`fresh on ${fresh.length} of ${counted(NodeList.length, 'node')}; ${lastTask(explanation)}`, width),
    ...NodeList.flatMap((node) => [''].concat(nodeLines(node, width, style))),
  ];
}

function lastTask({ LastTaskId, LastTaskType, LastTaskTime, LastTaskScope }: Explanation): string {
  if (LastTaskId === undefined || LastTaskType === undefined || LastTaskTime === undefined) return 'no task that touched it is remembered';
  const what = LastTaskScope === 'subtree' ? `${LastTaskType} of a directory above it` : LastTaskType;
  return `last task: ${printable(LastTaskId)}, ${what}, ${shownTime(LastTaskTime)}`;
}

function nodeLines(node: Node, width: number, style: Style): string[] {
  const { VariantList: variants } = node;
  const [first] = variants;
  const name = `${style.bold(printable(node.Node))} ${style.dim(`${node.Layer}, ${node.Cache}`)}`;
  const last = node.LastStatus === undefined ? [] : field('last task', lastOf(node), width, 2);
  if (first !== undefined && variants.length === 1 && first.Variant === '')
    return [`${painted(first, style)}  ${name}`, ...variantLines(first, width, 2), ...last];
  return [
    name,
    ...variants.flatMap((variant) => {
      const headers = variant.Variant === '' ? 'plain' : variant.Variant.replaceAll('\n', ', ');
      return [`  ${painted(variant, style)}  ${printable(headers)}`].concat(variantLines(variant, width, 4));
    }),
    ...last,
  ];
}

function painted({ State }: Variant, style: Style): string {
  const paint = { fresh: style.green, expired: style.yellow, absent: style.red, unknown: style.yellow }[State];
  return paint(State);
}

function variantLines(variant: Variant, width: number, indent: number): string[] {
  const held = heldOf(variant);
  return [
    ...(variant.Cause === undefined ? [] : field('likely', variant.Cause, width, indent)),
    ...(held === '' ? [] : field('has', held, width, indent)),
    ...field('seen', variant.Because, width, indent),
    ...(variant.UnwarmedVary.length === 0
      ? []
      : field(
          'beware',
          `varies by ${variant.UnwarmedVary.join(', ')}, which no variant sets: with other values it is another object`,
          width,
          indent,
        )),
    ...field('key', `${variant.CacheKey} (${variant.CacheKeyFrom})`, width, indent),
  ];
}

/** The stored response, as far as the node told. */
function heldOf({ HttpStatus, Bytes, AgeSeconds, FreshForSeconds, Validator, Vary, CacheStatus, Because }: Variant): string {
  const parts = [
    HttpStatus === undefined || HttpStatus === 200 ? undefined : `status ${HttpStatus}`,
    Bytes === undefined ? undefined : shownBytes(Number(Bytes)),
    AgeSeconds === undefined ? undefined : `age ${shownDuration(AgeSeconds * 1000)}`,
    FreshForSeconds === undefined ? undefined : `fresh for ${shownDuration(FreshForSeconds * 1000)} more`,
    Validator,
    Vary === undefined ? undefined : `Vary: ${Vary}`,
    CacheStatus === Because ? undefined : CacheStatus,
  ];
  return parts.filter((part) => part !== undefined).join(', ');
}

function lastOf({ LastStatus, LastReason, LastMessage, LastVerdict }: Node): string {
  const parts = [LastStatus, LastVerdict, LastReason === LastVerdict ? undefined : LastReason].filter((part) => part !== undefined);
  return `${parts.join(', ')}${LastMessage === undefined ? '' : `: ${LastMessage}`}`;
}

/** `  key: …`, its further lines set in. */
function field(name: string, value: string, width: number, indent: number): string[] {
  const space = ' '.repeat(indent);
  const lines = wrapped(`${name}: ${printable(value)}`, Math.max(20, width - indent - 2));
  return lines.map((line, index) => `${space}${index === 0 ? '' : '  '}${line}`);
}
