import { Scalar as YamlScalar } from 'yaml';
import { resolvePlain, type Scalar } from './scalar.ts';

const PREFIX = 'tag:yaml.org,2002:';

/**
 * A scalar with its tag and quotes taken into account, or why go-yaml refuses it.
 * @param endsInText whether it ends with the file, in the middle of a line
 */
export function resolveScalar(
  node: YamlScalar,
  endsInText: (node: YamlScalar) => boolean,
): Scalar | { problem: string } {
  const text = textOf(node, endsInText);
  const tag = node.tag ?? '';
  if (tag === '')
    return node.type === YamlScalar.PLAIN || node.type === undefined ? resolvePlain(text) : string(text);
  if (!tag.startsWith(PREFIX)) return string(text);
  return resolveTagged(tag.slice(PREFIX.length), text);
}

/** libyaml gives a block scalar no final line break that the file does not have. */
function textOf(node: YamlScalar, endsInText: (node: YamlScalar) => boolean): string {
  const text = String(node.source ?? node.value ?? '');
  const block = node.type === YamlScalar.BLOCK_LITERAL || node.type === YamlScalar.BLOCK_FOLDED;
  return block && text.endsWith('\n') && endsInText(node) ? text.slice(0, -1) : text;
}

function resolveTagged(tag: string, text: string): Scalar | { problem: string } {
  switch (tag) {
    case 'str':
      return string(text);
    case 'binary':
      return binary(text);
    case 'bool':
      return expect(text, 'boolean', tag);
    case 'null':
      return expect(text, 'null', tag);
    case 'float':
      return expect(text, 'number', tag);
    case 'int':
      return Number.isInteger(numberOf(text))
        ? expect(text, 'number', tag)
        : { problem: `not a value of type ${tag}` };
    default:
      return string(text);
  }
}

function expect(text: string, type: Scalar['type'], tag: string): Scalar | { problem: string } {
  const scalar = resolvePlain(text);
  return scalar.type === type ? scalar : { problem: `not a value of type ${tag}` };
}

function numberOf(text: string): number {
  const scalar = resolvePlain(text);
  return scalar.type === 'number' ? scalar.value : Number.NaN;
}

function binary(text: string): Scalar | { problem: string } {
  const packed = text.replaceAll(/[\r\n]/g, '');
  const valid = packed.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(packed);
  return valid ? string(Buffer.from(packed, 'base64').toString('utf8')) : { problem: 'not valid base64' };
}

function string(value: string): Scalar {
  return { type: 'string', value };
}
