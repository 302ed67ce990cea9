import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Finding } from '../../src/model/finding.ts';
import type { Change, Edit, FileState, Operation, Plan } from '../../src/model/plan.ts';
import { applyOperations } from '../../src/remediate/editors/index.ts';
import { planHash, sha256 } from '../../src/remediate/plan-hash.ts';
import type { Engine } from '../../src/remediate/transaction/engine.ts';
import { look } from '../../src/remediate/transaction/target.ts';
import { KeptConfigMap, NEW_TEXT } from './kept-config-map.ts';

/** A static Pod manifest in a directory of its own, which nothing runs. */
export interface Plain {
  root: string;
  /** As the kubelet would watch it. */
  directory: string;
  manifest: string;
  key: string;
  /** A ConfigMap, as its API server keeps it. */
  cluster: string;
  state: string;
}

export const OLD = `# kept
apiVersion: v1
kind: Pod
metadata:
  name: one
spec:
  containers:
  - command:
    - one
    - --first=1
    image: example.invalid/one
    name: one
`;
const FLAG: Operation = { kind: 'manifest-flag', container: 'one', flag: 'profiling', value: 'false' };

/** Makes the files, and the place for a state directory below the same root or below another. */
export function plainFiles(stateRoot?: string): Plain {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'kubetrue-fixes-')));
  const directory = join(root, 'manifests');
  mkdirSync(directory);
  const plain = {
    root,
    directory,
    manifest: join(directory, 'one.yaml'),
    key: join(directory, 'one.key'),
    cluster: join(root, 'config-map.json'),
    state: join(stateRoot === undefined ? root : mkdtempSync(join(stateRoot, 'kubetrue-fixes-')), 'state'),
  };
  writeFileSync(plain.manifest, OLD);
  writeFileSync(plain.key, 'key');
  chmodSync(plain.manifest, 0o644);
  chmodSync(plain.key, 0o644);
  return plain;
}

export function removePlain({ root, state }: Plain): void {
  rmSync(root, { recursive: true, force: true });
  rmSync(join(state, '..'), { recursive: true, force: true });
}

/** What a reader of the watched directory can see: names, modes, and content of the manifest. */
export function seenIn({ directory, manifest }: Plain) {
  const modes = readdirSync(directory)
    .sort()
    .map((name) => `${name} ${(statSync(join(directory, name)).mode & 0o7777).toString(8)}`);
  return { modes, manifest: readFileSync(manifest, 'utf8') };
}

/** Modes of both files, then the content of one; `more` changes the plan before its hash is made. */
export function planFor(plain: Plain, more: (plan: Plan) => Plan = (plan) => plan): Plan {
  const modes = [attributes(plain.manifest, 0o600), attributes(plain.key, 0o600)];
  const changes = [
    changeOf('modes', 'attributes', modes),
    changeOf('profiling', 'api-server', [content(plain.manifest, [FLAG])]),
  ];
  const at = new Date();
  const plan: Plan = {
    schema: 'kubetrue.dev/plan/v1',
    hash: '',
    tool: { name: 'kubetrue', version: '0' },
    at: at.toISOString(),
    expires: new Date(at.getTime() + 3_600_000).toISOString(),
    node: { name: hostname(), machineId: null },
    benchmark: { name: 'cis-kubernetes', version: '1.12' },
    changes,
    notPlanned: [],
  };
  return signed(more(plan));
}

export function signed(plan: Plan): Plan {
  return { ...plan, hash: planHash(plan) };
}

export function changeOf(id: string, type: Change['class'], edits: Edit[]): Change {
  return {
    id,
    class: type,
    rules: [{ rule: id, control: null }],
    level: 'safe',
    disruption: 'none',
    lockOut: 'none',
    affects: [],
    prerequisites: [],
    restarts: null,
    edits,
    durable: [],
  };
}

export function content(path: string, operations: Operation[]): Edit {
  const { state, bytes } = look(path, true);
  const fresh = applyOperations(path, bytes ?? Buffer.alloc(0), operations);
  return { kind: 'content', path, before: state, operations, after: sha256(fresh), diff: '' };
}

export function attributes(path: string, mode: number): Edit {
  const { state } = look(path, false);
  const after = { mode: mode.toString(8).padStart(4, '0'), uid: state.uid, gid: state.gid };
  return { kind: 'attributes', path, before: state satisfies FileState, after };
}

/** An engine whose verdicts are about these very files. */
export function engineFor(plain: Plain, more: Partial<Engine> = {}): Engine {
  const { manifest, key } = plain;
  const isTight = () => [manifest, key].every((path) => (statSync(path).mode & 0o077) === 0);
  const isSet = () => readFileSync(manifest, 'utf8').includes('--profiling=false');
  const isWritten = () => new KeptConfigMap(plain.cluster).text === NEW_TEXT;
  const verdicts: Record<string, () => boolean> = { modes: isTight, profiling: isSet, text: isWritten };
  return {
    now: () => new Date(),
    sleep: (ms) => sleep(Math.min(ms, 20)),
    edit: applyOperations,
    judge: async (rules) => rules.map((rule) => finding(rule, verdicts[rule]?.() === true)),
    illness: async () => null,
    restarter: { find: () => 'none', restart: async () => {} },
    inCluster: (work) => work(new KeptConfigMap(plain.cluster)),
    etcd: () => {
      throw new Error('no change here restarts etcd');
    },
    snapshots: null,
    tell: () => {},
    stopped: () => null,
    ...more,
  };
}

export function finding(rule: string, good: boolean): Finding {
  return {
    rule,
    title: rule,
    severity: 'low',
    controls: [],
    target: { kind: 'node', component: 'files', node: hostname() },
    status: good ? 'pass' : 'fail',
    reason: good ? 'so it is' : 'it is not so',
    evidence: [],
    proof: { outcome: 'not-attempted', method: 'none', observed: '', at: null },
    waiver: null,
  };
}
