import { isAlias, isCollection, isNode, isPair, isScalar, type Node } from 'yaml';

/** The node that each alias means: an anchor may be set again, and then only later aliases mean the new one. */
export function bindAliases(root: unknown): ReadonlyMap<Node, Node | null> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Node, Node | null>();
  bind(root, anchors, targets);
  return targets;
}

function bind(value: unknown, anchors: Map<string, Node>, targets: Map<Node, Node | null>): void {
  if (isPair(value)) {
    bind(value.key, anchors, targets);
    bind(value.value, anchors, targets);
  } else if (isAlias(value)) {
    targets.set(value, anchors.get(value.source) ?? null);
  } else if (isNode(value)) {
    if ((isScalar(value) || isCollection(value)) && value.anchor) anchors.set(value.anchor, value);
    if (isCollection(value)) for (const item of value.items) bind(item, anchors, targets);
  }
}
