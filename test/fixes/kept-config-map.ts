import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { SourceEdit } from '../../src/model/plan.ts';
import type {
  ApiObject,
  ClusterObjects,
  Listed,
  Read,
  Written,
} from '../../src/remediate/durable/cluster.ts';
import { applyOperations } from '../../src/remediate/editors/index.ts';
import { sha256 } from '../../src/remediate/plan-hash.ts';

export const OLD_TEXT = '# kept\nbindAddress: 0.0.0.0\nmetricsBindAddress: 0.0.0.0:10249 # for Prometheus\n';
export const NEW_TEXT = OLD_TEXT.replace('0.0.0.0:10249', '127.0.0.1:10249');
const UID = 'ad9f6a51-5f0e-4f0c-9f0a-0d1f8e0c4a11';
const CONFIG_MAP = /\/configmaps\/kube-proxy(\?.*)?$/;

interface Kept {
  uid: string;
  resourceVersion: number;
  data: Record<string, string>;
}

/** The edit of that text, as a plan has it. */
export function sourceEdit(): SourceEdit {
  const operations = [
    { kind: 'config-key' as const, path: ['metricsBindAddress'], value: '127.0.0.1:10249' },
  ];
  const after = applyOperations('config.conf', Buffer.from(OLD_TEXT), operations);
  return {
    ...{ configMap: 'kube-proxy', key: 'config.conf', uid: UID, daemonSet: 'kube-proxy' },
    ...{ before: sha256(OLD_TEXT), operations, after: sha256(after), diff: '' },
    file: '/var/lib/kube-proxy/config.conf',
  };
}

/** An API server that has one ConfigMap, in a file, so that it outlives whoever is killed; and no Pods. */
export class KeptConfigMap implements ClusterObjects {
  readonly server = 'https://kept.invalid';
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** Puts it there. */
  static keep(path: string, more: Partial<Kept> = {}): KeptConfigMap {
    const kept = new KeptConfigMap(path);
    const data = { 'config.conf': OLD_TEXT, 'kubeconfig.conf': 'apiVersion: v1\n' };
    kept.#store({ uid: UID, resourceVersion: 1, data, ...more });
    return kept;
  }

  get kept(): Kept {
    return JSON.parse(readFileSync(this.#path, 'utf8')) as Kept;
  }

  get text(): string | undefined {
    return this.kept.data['config.conf'];
  }

  /** Somebody else changes it. */
  set text(text: string) {
    const { data, resourceVersion, ...kept } = this.kept;
    this.#store({ ...kept, resourceVersion: resourceVersion + 1, data: { ...data, 'config.conf': text } });
  }

  read = async (path: string): Promise<Read> => {
    if (!CONFIG_MAP.test(path)) return { state: 'absent' };
    const { uid, resourceVersion, data } = this.kept;
    return {
      state: 'read',
      object: { metadata: { uid, resourceVersion: String(resourceVersion) }, data },
    };
  };

  list = async (_path: string): Promise<Listed> => ({ state: 'listed', objects: [] });

  patch = async (path: string, body: ApiObject): Promise<Written> => {
    const { metadata, data } = body as {
      metadata: { resourceVersion: string };
      data: Record<string, string>;
    };
    const { kept } = this;
    if (metadata.resourceVersion !== String(kept.resourceVersion)) return { state: 'changed' };
    if (!path.includes('dryRun=All'))
      this.#store({
        ...kept,
        resourceVersion: kept.resourceVersion + 1,
        data: { ...kept.data, ...data },
      });
    return { state: 'done' };
  };

  remove = async (path: string): Promise<Written> => {
    throw new Error(`there is no ${path} to be deleted`);
  };

  #store(kept: Kept): void {
    writeFileSync(`${this.#path}.new`, JSON.stringify(kept));
    renameSync(`${this.#path}.new`, this.#path);
  }
}
