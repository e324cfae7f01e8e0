import { parser } from '@prometheus-io/lezer-promql';
import type { SyntaxNode } from '@lezer/common';

/** One series that an expression asks for. */
export type Selector = { readonly metric: string; readonly matchers: readonly Matcher[] };
export type Matcher = { readonly label: string; readonly operator: string; readonly value: string };
/** What PromQL names: series with their labels, and labels that it groups or matches by. */
export type Names = { readonly selectors: readonly Selector[]; readonly labels: readonly string[] };

/** Reads PromQL with the parser of Prometheus' own editor. Throws where it does not understand it. */
export function namesIn(expression: string): Names {
  const selectors: Selector[] = [];
  const labels: string[] = [];
  const textOf = ({ from, to }: { from: number; to: number }): string => expression.slice(from, to);
  parser.parse(expression).iterate({
    enter(node) {
      if (node.type.isError) throw new Error(`not PromQL at ${node.from}: ${expression}`);
      if (node.name === 'VectorSelector') selectors.push(selectorOf(node.node, textOf));
      if (node.name === 'GroupingLabels') labels.push(...node.node.getChildren('LabelName').map(textOf));
    },
  });
  return { selectors, labels };
}

function selectorOf(node: SyntaxNode, textOf: (node: SyntaxNode) => string): Selector {
  const name = node.getChild('Identifier');
  const matchers = node.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? [];
  return {
    metric: name === null ? '' : textOf(name),
    matchers: matchers.map((matcher) => {
      const child = (kind: string): string => {
        const found = matcher.getChild(kind);
        return found === null ? '' : textOf(found);
      };
      return { label: child('LabelName'), operator: child('MatchOp'), value: child('StringLiteral').slice(1, -1) };
    }),
  };
}
