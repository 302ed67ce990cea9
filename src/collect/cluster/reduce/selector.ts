import type { Namespace } from '../../../model/cluster/objects.ts';
import { type Raw, rawOf, rawsOf, textOf, textsOf } from '../raw.ts';
import { compareTexts } from '../sort.ts';
import { namespaceOf } from './objects.ts';

/** A namespace with all its labels, which selectors go by and facts do not keep. */
export interface ListedNamespace {
  fact: Namespace;
  labels: Raw;
}

export function listedNamespaceOf(object: Raw): ListedNamespace {
  return { fact: namespaceOf(object), labels: rawOf(rawOf(object.metadata).labels) };
}

/** Sorted names of the namespaces of which that is true. */
export function namesOf(
  namespaces: readonly ListedNamespace[],
  is: (namespace: ListedNamespace) => boolean,
): string[] {
  return namespaces
    .filter(is)
    .map(({ fact }) => fact.name)
    .sort(compareTexts);
}

/** Whether a label selector leaves anything out; the API server fills in empty ones. */
export function isSelective(selector: unknown): boolean {
  const { matchLabels, matchExpressions } = rawOf(selector);
  return Object.keys(rawOf(matchLabels)).length > 0 || rawsOf(matchExpressions).length > 0;
}

/**
 * Whether a label selector takes what has these labels. None at all takes everything.
 * https://github.com/kubernetes/apimachinery/blob/v0.34.1/pkg/apis/meta/v1/helpers.go LabelSelectorAsSelector
 */
export function selects(selector: unknown, labels: Raw): boolean {
  const { matchLabels, matchExpressions } = rawOf(selector);
  return (
    Object.entries(rawOf(matchLabels)).every(([key, value]) => labels[key] === value) &&
    rawsOf(matchExpressions).every((expression) => holds(expression, labels))
  );
}

/** https://github.com/kubernetes/apimachinery/blob/v0.34.1/pkg/labels/selector.go Matches */
function holds({ key, operator, values }: Raw, labels: Raw): boolean {
  const label = labels[textOf(key)];
  const isListed = typeof label === 'string' && textsOf(values).includes(label);
  switch (operator) {
    case 'In':
      return isListed;
    case 'NotIn':
      return !isListed;
    case 'Exists':
      return label !== undefined;
    case 'DoesNotExist':
      return label === undefined;
    default:
      return false;
  }
}
