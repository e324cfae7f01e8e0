import { childOf, type Element } from './mpd.ts';

const kinds = ['SegmentTemplate', 'SegmentList', 'SegmentBase'] as const;

/** How a Representation is cut into segments. */
export type SegmentInformation = {
  readonly kind: (typeof kinds)[number];
  readonly attributes: Readonly<Record<string, string>>;
  /** The element of this kind, of all levels, that is innermost and has such a child. */
  readonly holding: (name: string) => Element | undefined;
};

/**
 * The segment information of a Representation, with what the levels around it hand down (ISO/IEC 23009-1 §5.3.9.1):
 * attribute by attribute, among elements of the kind that is used innermost. `levels`: outermost first.
 */
export function segmentInformation(levels: readonly Element[]): SegmentInformation | undefined {
  const kind = levels.map((level) => kinds.find((name) => childOf(level, name) !== undefined)).findLast((found) => found !== undefined);
  if (kind === undefined) return undefined;
  const elements = levels.flatMap((level) => childOf(level, kind) ?? []);
  return {
    kind,
    attributes: Object.assign({}, ...elements.map(({ attributes }) => attributes)),
    holding: (name) => elements.findLast((element) => childOf(element, name) !== undefined),
  };
}
