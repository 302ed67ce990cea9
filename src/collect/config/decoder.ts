import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { bindAliases } from './aliases.ts';
import { Refused, TooMuch } from './failures.ts';
import type { GoMap, GoValue } from './go-value.ts';
import { resolveScalar } from './tags.ts';

/** Nodes decoded, those reached through aliases counted each time. */
const BUDGET = 20_000;

type Child = Node | null | undefined;

/**
 * Decodes nodes with the habits of https://github.com/go-yaml/yaml/blob/v2.4.0/decode.go: a repeated key replaces the
 * whole earlier value, and `<<` takes effect where it stands, so it loses only to keys after it.
 */
export class Decoder {
  readonly #line: (offset: number) => number;
  readonly #endsInText: (node: Scalar) => boolean;
  #targets: ReadonlyMap<Node, Node | null> = new Map();
  readonly #open = new Set<Node>();
  readonly #budget: number;
  #decoded = 0;
  #throughAliases = 0;

  /** @param unfinished offset of the end of the text if its last line has no line break, else -1 */
  constructor(line: (offset: number) => number, unfinished: number, budget = BUDGET) {
    this.#line = line;
    this.#budget = budget;
    this.#endsInText = (node) => node.range?.[1] === unfinished;
  }

  document(document: Document.Parsed): GoValue {
    this.#targets = bindAliases(document.contents);
    return this.#value(document.contents, 1);
  }

  #value(node: Child, fallbackLine: number): GoValue {
    const value = this.#any(node, fallbackLine);
    if (value.type !== 'number' || Number.isFinite(value.value)) return value;
    throw new Refused('a number that JSON cannot hold', value.line);
  }

  /** Also what only a key can be. */
  #any(node: Child, fallbackLine: number): GoValue {
    const line = this.#lineOf(node, fallbackLine);
    this.#count(line);
    if (isAlias(node)) return this.#follow(node, line, (target) => this.#value(target, line));
    if (isMap(node)) return this.#map(node, { type: 'map', entries: new Map(), repeated: [], line });
    if (isSeq(node)) return this.#list(node, line);
    return isScalar(node) ? this.#scalar(node, line) : { type: 'null', line };
  }

  #scalar(node: Scalar, line: number): GoValue {
    const scalar = resolveScalar(node, this.#endsInText);
    if ('problem' in scalar) throw new Refused(scalar.problem, line);
    return { ...scalar, line };
  }

  #list(node: YAMLSeq, line: number): GoValue {
    return { type: 'list', items: node.items.map((item) => this.#value(asNode(item), line)), line };
  }

  #map(node: YAMLMap, into: GoMap): GoMap {
    for (const pair of node.items) this.#pair(pair, into);
    return into;
  }

  #pair(pair: Pair, into: GoMap): void {
    const key = asNode(pair.key);
    const line = this.#lineOf(key, into.line);
    if (isMergeKey(key)) {
      this.#merge(asNode(pair.value), into, line);
      return;
    }
    const name = keyText(this.#any(key, line));
    const value = this.#value(asNode(pair.value), line);
    if (into.entries.has(name)) into.repeated.push({ key: name, line });
    into.entries.set(name, { value, line });
  }

  /** Of several maps the earlier take precedence, so they are laid over the later. */
  #merge(value: Child, into: GoMap, line: number): void {
    this.#count(line);
    if (isSeq(value)) {
      for (const item of value.items.toReversed()) this.#mergeMap(asNode(item), into, line);
    } else {
      this.#mergeMap(value, into, line);
    }
  }

  #mergeMap(value: Child, into: GoMap, line: number): void {
    if (isMap(value)) {
      this.#map(value, into);
    } else if (isAlias(value)) {
      this.#follow(value, line, (target) => {
        if (!isMap(target)) throw new Refused('a merge (<<) needs a map or a list of maps', line);
        return this.#map(target, into);
      });
    } else {
      throw new Refused('a merge (<<) needs a map or a list of maps', line);
    }
  }

  #follow<T>(alias: Node, line: number, use: (target: Node) => T): T {
    const target = this.#targets.get(alias);
    if (!target) throw new Refused('an alias (*) without its anchor (&)', line);
    if (this.#open.has(alias)) throw new Refused('an anchor whose value contains itself', line);
    this.#open.add(alias);
    this.#throughAliases += 1;
    try {
      return use(target);
    } finally {
      this.#open.delete(alias);
    }
  }

  #count(line: number): void {
    this.#decoded += 1;
    if (this.#open.size > 0) this.#throughAliases += 1;
    const ratio = this.#throughAliases / this.#decoded;
    // allowedAliasRatio for documents of this size.
    if (this.#decoded > 1000 && this.#throughAliases > 100 && ratio > 0.99) {
      throw new Refused('excessive aliasing', line);
    }
    if (this.#decoded > this.#budget)
      throw new TooMuch(`more than ${this.#budget} values, counting those repeated by aliases`);
  }

  #lineOf(node: Child, fallback: number): number {
    return node?.range ? this.#line(node.range[0]) : fallback;
  }
}

function asNode(value: unknown): Child {
  return isAlias(value) || isMap(value) || isSeq(value) || isScalar(value) ? value : null;
}

function isMergeKey(key: Child): boolean {
  return (
    isScalar(key) && key.value === '<<' && (key.type === 'PLAIN' || key.tag === 'tag:yaml.org,2002:merge')
  );
}

/** Keys of other types become the text that sigs.k8s.io/yaml makes of them; null, lists and maps are refused. */
function keyText(key: GoValue): string {
  switch (key.type) {
    case 'string':
      return key.value;
    case 'boolean':
    case 'number':
      return String(key.value);
    case 'null':
    case 'list':
    case 'map':
      throw new Refused(`a ${key.type} as a key`, key.line);
  }
}
