import { type Reading, read, unreadable } from '../../machine/reading.ts';
import type { ConfigDocument } from '../../model/snapshot.ts';
import { configEntries } from './entries.ts';
import { decodeGoYaml } from './go-yaml.ts';

/**
 * A configuration file as etcd and the Kubernetes components decode it: through sigs.k8s.io/yaml into JSON. What they
 * would refuse is a broken document, which is data; what we will not decode (a bomb) is unreadable.
 */
export function decodeConfig(bytes: Buffer, configKeys: ReadonlySet<string>): Reading<ConfigDocument> {
  const decoded = decodeGoYaml(bytes);
  switch (decoded.state) {
    case 'broken':
      return read({ kind: 'broken-config', problem: decoded.problem, line: decoded.line });
    case 'excessive':
      return unreadable(decoded.reason);
    case 'decoded':
      break;
  }
  const { value } = decoded;
  if (value.type === 'null') return read({ kind: 'config', entries: [], unknownKeys: [] });
  if (value.type !== 'map') {
    return read({
      kind: 'broken-config',
      problem: `a ${value.type} where keys and values are expected`,
      line: value.line,
    });
  }
  const { duplicateKeys, ...collected } = configEntries(value, configKeys);
  return read({
    kind: 'config',
    ...collected,
    ...jsonOf(bytes),
    ...(duplicateKeys.length === 0 ? {} : { duplicateKeys }),
  });
}

/** https://github.com/kubernetes/apimachinery/blob/v0.34.1/pkg/util/yaml/decoder.go IsJSONBuffer */
function jsonOf(bytes: Buffer): { json?: 'sound' | 'broken' } {
  const text = bytes.toString('utf8').trimStart();
  if (!text.startsWith('{')) return {};
  try {
    JSON.parse(text);
    return { json: 'sound' };
  } catch {
    return { json: 'broken' };
  }
}
