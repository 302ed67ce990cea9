import type { SettingValue } from '../../model/finding.ts';
import type { Origin } from '../../model/origin.ts';
import { compareBytes } from '../../util/bytes.ts';
import { typeProblem } from '../kubernetes/config-fields.ts';
import { type ConfigNode, type Leaf, type Lost, lostTo, type Section, settingValue } from './config-tree.ts';
import { type KeyNode, keyBelow, type Spelling } from './key-index.ts';

/** A field of the configuration that a document sets. */
export interface Field {
  value: SettingValue;
  origin: Origin;
  lost: readonly Lost[];
}

/** Fields by key in its exact spelling. */
export type Fields = ReadonlyMap<string, Field>;

export type Decoded =
  | { outcome: 'decoded'; fields: Map<string, Field> }
  /** The rest of the sentence `kubelet refuses its configuration file: …`. */
  | { outcome: 'wrong'; because: string; origin: Origin };

/**
 * A document as Go decodes it into KubeletConfiguration: keys in byte order, so that of two spellings of one key the
 * later wins; keys that the minor does not know are ignored; another type stops the start.
 */
export function decode(document: Section, minor: number, spelling: Spelling): Decoded {
  const fields = new Map<string, Field>();
  const wrong = decodeSection(document, '', { minor, spelling, fields });
  return wrong ?? { outcome: 'decoded', fields };
}

interface Decoding {
  minor: number;
  spelling: Spelling;
  fields: Map<string, Field>;
}

type Wrong = Extract<Decoded, { outcome: 'wrong' }>;

function decodeSection({ keys }: Section, path: string, decoding: Decoding): Wrong | null {
  for (const [name, node] of [...keys].sort(([left], [right]) => compareBytes(left, right))) {
    const key = keyBelow(path, name, decoding.minor, decoding.spelling);
    const wrong = key === undefined ? null : decodeNode(node, key, decoding);
    if (wrong !== null) return wrong;
  }
  return null;
}

function decodeNode(node: ConfigNode, key: KeyNode, decoding: Decoding): Wrong | null {
  const problem = problemOf(node, key);
  if (problem !== null) return { outcome: 'wrong', because: `${key.path} ${problem}`, origin: node.origin };
  if (key.spec.kind === 'map')
    return node.kind === 'section' ? decodeSection(node, key.path, decoding) : null;
  if (node.kind === 'leaf') assign(node, key, decoding.fields);
  return null;
}

function problemOf(node: ConfigNode, { spec }: KeyNode): string | null {
  if (node.kind === 'leaf' && node.type === 'null')
    return spec.kind === 'duration' && spec.pointer !== true ? 'is no duration' : null;
  const { type, value } = node.kind === 'leaf' ? node : ({ type: 'map', value: null } as const);
  return typeProblem({ type, value }, spec.kind);
}

/** Null leaves a field as it was; as a value of a map it is the zero of its type. */
function assign(node: Leaf, { path, spec }: KeyNode, fields: Map<string, Field>): void {
  const before = fields.get(path);
  if (node.type === 'null' && !isInGates(path)) return;
  const value = node.type === 'null' ? false : emptied(node.value, spec.kind);
  const lost = before === undefined ? node.lost : [...node.lost, ...lostTo(before)];
  fields.set(path, { value, origin: node.origin, lost });
}

function isInGates(path: string): boolean {
  return path.startsWith('featureGates.');
}

/** An empty text is as good as none. */
function emptied(value: Leaf['value'], kind: string): SettingValue {
  return kind === 'string' && value === '' ? null : settingValue(value);
}
