import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { KNOWN_MINORS } from '../../src/components/kubernetes/minors.ts';
import type { Change, NotPlanned, Plan } from '../../src/model/plan.ts';
import { PlanSchema } from '../../src/model/plan.ts';
import { planHash } from '../../src/remediate/plan-hash.ts';
import type { CaseFile } from './case-file.ts';
import { benchmarkFor, factsOf, judgeFacts } from './judge-case.ts';
import { CasePki, plantCase } from './plant-case.ts';
import { plantSources } from './plant-sources.ts';
import { planFor } from './repair-case.ts';

const pki = new CasePki();
const MANIFEST = '/etc/kubernetes/manifests/kube-apiserver-200.yaml';
const PROFILING = 'kube-apiserver-profiling';
const API_SERVER: CaseFile['given'] = { 'kube-apiserver': { from: 'kubeadm' } };

interface Asked {
  given?: CaseFile['given'];
  rules?: readonly string[];
  /** Changes the tree before anybody looks. */
  tweak?: (root: string) => void;
  consented?: readonly string[];
  /** As which distribution the node is taken. */
  distribution?: string;
  kubernetes?: string;
}

async function planned(asked: Asked = {}): Promise<Plan> {
  const { given = API_SERVER, rules = [PROFILING], tweak = () => {}, consented, distribution } = asked;
  const root = await plantCase(given, pki);
  plantSources(root, await factsOf(root, given));
  tweak(root);
  const facts = await factsOf(root, given);
  const node = { ...facts.node, distribution: distribution ?? facts.node.distribution };
  const snapshot = { ...facts, node };
  const benchmark = benchmarkFor(rules[0] ?? '', given.parameters);
  const report = judgeFacts(snapshot, benchmark, { rules });
  const { kubernetes = report.node.kubernetes } = asked;
  return planFor(root, snapshot, benchmark, { ...report, node: { ...report.node, kubernetes } }, consented);
}

function edit(path: string, change: (text: string) => string): (root: string) => void {
  return (root) => writeFileSync(join(root, path), change(readFileSync(join(root, path), 'utf8')));
}

function only<T>(list: readonly T[]): T {
  const [first, ...others] = list;
  if (first === undefined || others.length > 0) throw new Error(`not one but ${list.length}`);
  return first;
}

function onlyLeft(plan: Plan): NotPlanned {
  expect(plan.changes).toEqual([]);
  return only(plan.notPlanned);
}

function contentEdit(change: Change) {
  const found = only(change.edits);
  if (found.kind !== 'content') throw new Error('no edit of content');
  return found;
}

describe('a plan', () => {
  it('is data of the published shape, good for a day and signed over', async () => {
    const plan = await planned();

    expect([...Value.Errors(PlanSchema, plan)]).toEqual([]);
    expect(Date.parse(plan.expires) - Date.parse(plan.at)).toBe(24 * 3600 * 1000);
    expect(plan.hash).toBe(planHash(plan));
    expect(planHash({ ...plan, expires: '2030-01-01T00:00:00Z' })).not.toBe(plan.hash);
  });

  it('is the same for the same node', async () => {
    const [left, right] = [await planned(), await planned()];
    const withoutFiles = ({ changes }: Plan) =>
      changes.map(({ edits, ...rest }) => ({
        ...rest,
        diffs: edits.map((one) => ('diff' in one ? one.diff : '')),
      }));

    expect(withoutFiles(left)).toEqual(withoutFiles(right));
  });

  it('shows a diff of what is edited, and what restarts', async () => {
    const change = only((await planned()).changes);

    expect(change).toMatchObject({
      class: 'api-server',
      level: 'safe',
      rules: [{ rule: PROFILING, control: '1.2.15' }],
      restarts: { component: 'kube-apiserver', pid: 200 },
    });
    expect(contentEdit(change).diff).toMatch(/^--- .*\n\+\+\+ .*\n@@ -\d+,6 \+\d+,7 @@\n/);
    expect(contentEdit(change).diff).toContain('\n+    - "--profiling=false"\n');
  });

  it('holds no values of variables and nothing that is named like a secret', async () => {
    const secrets =
      '    env:\n    - {name: A, value: x}\n    - name: TOKEN\n      value: hunter2\n    image:';
    const plan = await planned({
      tweak: (root) => {
        edit(MANIFEST, (text) => text.replace('    image:', secrets))(root);
      },
    });

    expect(contentEdit(only(plan.changes)).diff).toContain('value');
    expect(JSON.stringify(plan)).not.toContain('hunter2');
  });

  it('has one change for all flags of a component', async () => {
    const given = {
      'kube-apiserver': { from: 'kubeadm' as const, argv: ['--service-account-lookup=false'] },
    };
    const plan = await planned({ given, rules: [PROFILING, 'kube-apiserver-service-account-lookup'] });

    expect(contentEdit(only(plan.changes)).operations).toHaveLength(2);
  });

  it('sets modes first, and content is edited as they leave it', async () => {
    const rules = [PROFILING, 'files-apiserver-manifest-mode'];
    const plan = await planned({ rules, tweak: (root) => chmodSync(join(root, MANIFEST), 0o644) });
    const [attributes, content] = plan.changes;

    expect(attributes?.edits).toMatchObject([{ before: { mode: '0644' }, after: { mode: '0600' } }]);
    expect(content?.edits).toMatchObject([{ kind: 'content', before: { mode: '0600' } }]);
  });
});

describe('a manifest', () => {
  it.each<[string, (root: string) => void, RegExp]>([
    [
      'beside which another has the same Pod',
      (root) => writeFileSync(join(root, `${MANIFEST}.bak`), readFileSync(join(root, MANIFEST))),
      /Two manifests|same Pod/,
    ],
    [
      'that an editor has open',
      (root) => writeFileSync(join(root, '/etc/kubernetes/manifests/.kube-apiserver-200.yaml.swp'), ''),
      /somebody is editing/,
    ],
    [
      'with a uid of its own',
      edit(MANIFEST, (text) => text.replace('metadata:', 'metadata:\n  uid: abc')),
      /metadata\.uid/,
    ],
    [
      'with other arguments than those that run',
      edit(MANIFEST, (text) => text.replace('--secure-port=6443', '--secure-port=6444')),
      /other arguments/,
    ],
    [
      'that is a link',
      (root) => {
        renameSync(join(root, MANIFEST), join(root, '/etc/api.yaml'));
        symlinkSync('/etc/api.yaml', join(root, MANIFEST));
      },
      /link/,
    ],
    [
      'whose command is anchored and used again',
      edit(MANIFEST, (text) =>
        text.replace('- command:', '- command: &c').replace('    image:', '    x: *c\n    image:'),
      ),
      /more than it should/,
    ],
  ])('%s is refused', async (_, tweak, reason) => {
    const left = onlyLeft(await planned({ tweak }));

    expect(left.kind).toBe('refused');
    expect(left.reason).toMatch(reason);
  });

  it('that is no strict YAML is none to kubetrue, as it may be none to the kubelet', async () => {
    const tweak = edit(MANIFEST, (text) => text.replace('spec:', 'kind: Pod\nspec:'));

    expect(onlyLeft(await planned({ tweak })).reason).toMatch(/no static Pod manifest/);
  });

  it('with Windows line ends keeps them', async () => {
    const tweak = edit(MANIFEST, (text) => text.replaceAll('\n', '\r\n'));

    expect(only((await planned({ tweak })).changes).level).toBe('safe');
  });

  it('that is not there leaves the exact words to a person', async () => {
    const left = onlyLeft(
      await planned({ tweak: (root) => renameSync(join(root, MANIFEST), join(root, '/etc/moved')) }),
    );

    expect(left.byHand).toMatch(/set --profiling=false/);
  });
});

describe('a fix that needs consent', () => {
  const rules = ['kube-apiserver-admission-alwayspullimages'];

  it('is only named when nobody asked for it', async () => {
    const left = onlyLeft(await planned({ rules, consented: [] }));

    expect(left.kind).toBe('consent');
    expect(left.byHand).toBe(`kubetrue fix plan --allow ${rules[0]}`);
  });

  it('joins the change of its component, which then needs consent', async () => {
    const change = only((await planned({ rules: [PROFILING, ...rules], consented: rules })).changes);

    expect(change.level).toBe('consent');
    expect(change.rules).toHaveLength(2);
    expect(contentEdit(change).operations).toContainEqual(
      expect.objectContaining({ value: 'NodeRestriction,AlwaysPullImages' }),
    );
  });
});

describe('a file that a flag names', () => {
  it('that is not there is not named', async () => {
    const given = { 'kube-apiserver': { from: 'kubeadm' as const, without: ['--etcd-cafile'] } };
    const rules = ['kube-apiserver-etcd-ca'];
    const tweak = (root: string) =>
      renameSync(join(root, '/etc/kubernetes/pki/etcd'), join(root, '/etc/kubernetes/pki/gone'));

    expect(onlyLeft(await planned({ given, rules, tweak })).reason).toMatch(/is not there/);
  });

  it('that no mount shows to the Pod is not named', async () => {
    const given = { 'kube-apiserver': { from: 'kubeadm' as const, without: ['--etcd-cafile'] } };
    const tweak = edit(MANIFEST, (text) =>
      text.replace('mountPath: /etc/kubernetes', 'mountPath: /elsewhere'),
    );

    expect(onlyLeft(await planned({ given, rules: ['kube-apiserver-etcd-ca'], tweak })).reason).toMatch(
      /no directory that the Pod mounts/,
    );
  });

  it('and is written gets its directory mounted', async () => {
    const policy = 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n- level: Metadata\n';
    const given = {
      'kube-apiserver': {
        from: 'kubeadm' as const,
        argv: ['--audit-policy-file=/etc/kubernetes/audit.yaml'],
      },
      files: { '/etc/kubernetes/audit.yaml': policy },
    };
    const plan = await planned({ given, rules: ['kube-apiserver-audit-log-path'], distribution: 'kubeadm' });
    const change = only(plan.changes);

    expect(contentEdit(change).operations[0]).toEqual({
      kind: 'manifest-mount',
      container: 'kube-apiserver',
      name: 'audit-log-path',
      path: '/var/log/kubernetes/audit',
    });
    expect(change.durable.map((one) => one.change).join('\n')).toContain('extraVolumes');
  });
});

describe('etcd', () => {
  const rules = ['etcd-peer-client-cert-auth'];
  /** Until 3.3 an authority alone asks for nothing. */
  const given = {
    etcd: {
      from: 'three-members' as const,
      without: ['--peer-client-cert-auth'],
      version: '3.3.27',
    },
  };

  it('names the members that might be refused', async () => {
    const change = only((await planned({ given, rules })).changes);

    expect(change.class).toBe('etcd');
    expect(change.lockOut).toBe('high');
    expect(change.affects.filter((one) => one.startsWith('Member m'))).toHaveLength(2);
    expect(change.prerequisites[0]?.seen).toContain('/etc/kubernetes/pki/etcd/peer.crt');
  });

  it('is not told to ask for certificates that its own authority did not sign', async () => {
    const other = await pki.authority('other');
    const tweak = (root: string) =>
      writeFileSync(join(root, '/etc/kubernetes/pki/etcd/ca.crt'), other.certificate);

    expect(onlyLeft(await planned({ given, rules, tweak })).reason).toMatch(/did not sign/);
  });

  it('that is alone is down while it restarts', async () => {
    const alone = { etcd: { ...given.etcd, argv: ['--initial-cluster=m1=https://10.0.0.1:2380'] } };
    const rule = 'etcd-client-cert-auth';
    const single = {
      etcd: { ...alone.etcd, without: ['--client-cert-auth'], argv: alone.etcd.argv },
    };

    expect(only((await planned({ given: single, rules: [rule] })).changes).disruption).toMatch(/^Downtime/);
  });
});

describe('members of etcd whose peers talk without TLS', () => {
  const rules = ['etcd-peer-cert', 'etcd-peer-client-cert-auth'];
  const FLAGS = ['--listen-peer-urls', '--initial-advertise-peer-urls', '--initial-cluster'];
  const TLS = ['--peer-cert-file', '--peer-key-file', '--peer-trusted-ca-file', '--peer-client-cert-auth'];

  function members(names: readonly string[]) {
    const cluster = names.map((name, index) => `${name}=http://10.0.0.${index + 1}:2380`).join(',');
    const argv = [
      '--listen-peer-urls=http://10.0.0.1:2380',
      '--initial-advertise-peer-urls=http://10.0.0.1:2380',
      `--initial-cluster=${cluster}`,
    ];
    return { etcd: { from: 'three-members' as const, without: [...FLAGS, ...TLS], argv } };
  }

  function flagsOf(change: Change): readonly string[] {
    return change.edits.flatMap((one) =>
      one.kind === 'content'
        ? one.operations.map((operation) =>
            operation.kind === 'manifest-flag' ? `${operation.flag}=${operation.value}` : operation.kind,
          )
        : [],
    );
  }

  it('get a second address, tell the others, and lose the first, each as a change of its own', async () => {
    const { changes, notPlanned } = await planned({ given: members(['m1', 'm2', 'm3']), rules });

    expect(notPlanned).toEqual([]);
    expect(changes.map(({ stage }) => `${stage?.number} of ${stage?.of}: ${stage?.kind}`)).toEqual([
      '1 of 3: serve-tls',
      '2 of 3: advertise-tls',
      '3 of 3: drop-plain',
    ]);
    expect(changes.map(({ level, restarts }) => [level, restarts?.members ?? null])).toEqual([
      ['consent', 3],
      ['consent', null],
      ['consent', 3],
    ]);
    expect(changes.map(flagsOf)).toEqual([
      [
        'peer-cert-file=/etc/kubernetes/pki/etcd/peer.crt',
        'peer-key-file=/etc/kubernetes/pki/etcd/peer.key',
        'peer-trusted-ca-file=/etc/kubernetes/pki/etcd/ca.crt',
        'peer-client-cert-auth=true',
        'listen-peer-urls=http://10.0.0.1:2380,https://10.0.0.1:2382',
      ],
      [],
      [
        'listen-peer-urls=https://10.0.0.1:2380',
        'initial-advertise-peer-urls=https://10.0.0.1:2380',
        'initial-cluster=m1=https://10.0.0.1:2380,m2=https://10.0.0.2:2380,m3=https://10.0.0.3:2380',
      ],
    ]);
    expect(changes[1]?.stage).toMatchObject({
      plain: ['http://10.0.0.1:2380'],
      secure: ['https://10.0.0.1:2382'],
      final: ['https://10.0.0.1:2380'],
    });
    const [first, , third] = changes.map(({ edits }) => edits[0]);
    expect(third?.before.sha256).toBe(first?.after);
  });

  it('end where kubeadm would have them, which is told what of TLS to keep', async () => {
    const given = members(['m1', 'm2', 'm3']);
    const { changes } = await planned({ given, rules, distribution: 'kubeadm' });

    expect(changes.map(({ durable }) => durable.map(({ change }) => change))).toEqual([
      [
        'peer-cert-file, value: "/etc/kubernetes/pki/etcd/peer.crt"}',
        'peer-key-file, value: "/etc/kubernetes/pki/etcd/peer.key"}',
        'peer-trusted-ca-file, value: "/etc/kubernetes/pki/etcd/ca.crt"}',
        'peer-client-cert-auth, value: "true"}',
      ].map((one) => `ClusterConfiguration.etcd.local.extraArgs: {name: ${one}`),
      [],
      [
        'ClusterConfiguration.etcd.local.extraArgs: no entry listen-peer-urls or initial-advertise-peer-urls or initial-cluster: kubeadm gives https://10.0.0.1:2380 by itself',
      ],
    ]);
    expect(changes[0]?.durable[3]?.edit).toMatchObject({ name: 'peer-client-cert-auth', value: 'true' });
    expect(changes[2]?.durable[0]?.edit).toBeUndefined();
  });

  it('keep a port that kubeadm would not give, for which an upgrade needs a patch', async () => {
    const { etcd } = members(['m1', 'm2', 'm3']);
    const argv = etcd.argv.map((word) => word.replaceAll(':2380', ':2390'));

    const given = { etcd: { ...etcd, argv } };
    const { changes } = await planned({ given, rules, distribution: 'kubeadm' });

    expect(changes.at(-1)?.durable).toMatchObject([
      {
        where: 'a patch of kubeadm for etcd on this node (--patches DIR)',
        change: expect.stringMatching(
          /^--listen-peer-urls=https:\/\/10\.0\.0\.1:2390 .*port 2380, where no other/,
        ),
      },
    ]);
  });

  it('keep a listener over TLS that they have beside the first', async () => {
    const { etcd } = members(['m1', 'm2', 'm3']);
    const argv = etcd.argv.map((word) =>
      word.startsWith('--listen-peer-urls') ? `${word},https://10.0.0.1:2999` : word,
    );

    const without = [...FLAGS, '--peer-client-cert-auth'];
    const given = { etcd: { ...etcd, argv, without } };
    const { changes } = await planned({ given, rules });

    expect(changes.map((one) => flagsOf(one).find((flag) => flag.startsWith('listen-peer')))).toEqual([
      'listen-peer-urls=http://10.0.0.1:2380,https://10.0.0.1:2999,https://10.0.0.1:2382',
      undefined,
      'listen-peer-urls=https://10.0.0.1:2380,https://10.0.0.1:2999',
    ]);
  });

  it('stay as they are without consent', async () => {
    const plan = await planned({ given: members(['m1', 'm2', 'm3']), rules, consented: [] });

    expect(plan.changes).toEqual([]);
    expect(plan.notPlanned.map(({ kind }) => kind)).toEqual(['consent', 'consent']);
  });

  it('are left to a person where two members leave no majority', async () => {
    const { changes, notPlanned } = await planned({ given: members(['m1', 'm2']), rules });

    expect(changes).toEqual([]);
    expect(notPlanned.map(({ kind, reason }) => [kind, reason])).toEqual(
      rules.map(() => ['explain', expect.stringMatching(/3 members or more, and there are 2\./)]),
    );
  });

  it('are not touched without the authority that signed their certificate', async () => {
    const given = members(['m1', 'm2', 'm3']);
    const other = await pki.authority('other');
    const tweak = (root: string) =>
      writeFileSync(join(root, '/etc/kubernetes/pki/etcd/ca.crt'), other.certificate);

    const { changes, notPlanned } = await planned({ given, rules, tweak });

    expect([changes, notPlanned[0]?.reason]).toEqual([[], expect.stringMatching(/authority that issued it/)]);
  });

  it('are not repaired otherwise meanwhile', async () => {
    const given = members(['m1', 'm2', 'm3']);
    const open = {
      etcd: { ...given?.etcd, without: [...FLAGS, ...TLS, '--client-cert-auth', '--trusted-ca-file'] },
    };

    const { changes, notPlanned } = await planned({
      given: open as CaseFile['given'],
      rules: [...rules, 'etcd-client-cert-auth'],
    });

    expect(changes).toHaveLength(3);
    expect(only(notPlanned)).toMatchObject({ rule: 'etcd-client-cert-auth', kind: 'prerequisite' });
  });
});

describe('an etcd that no static Pod starts', () => {
  const PKI = '/etc/kubernetes/pki/etcd';
  const rules = ['etcd-client-cert-auth'];
  const settings: Readonly<Record<string, string>> = {
    ETCD_NAME: 'm1',
    ETCD_DATA_DIR: '/var/lib/etcd',
    ETCD_LISTEN_CLIENT_URLS: 'https://10.0.0.1:2379',
    ETCD_ADVERTISE_CLIENT_URLS: 'https://10.0.0.1:2379',
    ETCD_CERT_FILE: `${PKI}/server.crt`,
    ETCD_KEY_FILE: `${PKI}/server.key`,
  };
  const given = { etcd: { from: 'nothing' as const, environment: settings } };

  function environmentFile(values: Readonly<Record<string, string>>, path = '/etc/etcd.env') {
    return (root: string) => {
      rmSync(join(root, '/etc/kubernetes/manifests'), { recursive: true });
      mkdirSync(join(root, dirname(path)), { recursive: true });
      const lines = Object.entries(values).map(([name, value]) => `${name}="${value}"\n`);
      writeFileSync(join(root, path), `# kept\n${lines.join('')}`);
    };
  }

  it('gets the variables of its environment file, and the authority beside its certificate', async () => {
    const change = only((await planned({ given, rules, tweak: environmentFile(settings) })).changes);

    expect(change.restarts).toMatchObject({ component: 'etcd', members: 1 });
    expect(contentEdit(change)).toMatchObject({
      path: '/etc/etcd.env',
      operations: [
        { kind: 'environment-variable', variable: 'ETCD_CLIENT_CERT_AUTH', value: 'true' },
        { kind: 'environment-variable', variable: 'ETCD_TRUSTED_CA_FILE', value: `${PKI}/ca.crt` },
      ],
    });
  });

  it('gets nothing into a file that it was not started with', async () => {
    const tweak = environmentFile({ ...settings, ETCD_NAME: 'other' });

    expect(onlyLeft(await planned({ given, rules, tweak })).reason).toMatch(
      /no environment file that was found/,
    );
  });

  it('is left to a person where the flag stands on its command line', async () => {
    const words = { etcd: { ...given.etcd, argv: ['--client-cert-auth=false'] } };

    expect(onlyLeft(await planned({ given: words, rules, tweak: environmentFile(settings) })).reason).toMatch(
      /--client-cert-auth stands on the command line/,
    );
  });

  it('gets no authority where two files differ', async () => {
    const other = await pki.authority('other');
    const tweak = (root: string) => {
      environmentFile(settings)(root);
      const own = readFileSync(join(root, PKI, 'ca.crt'), 'utf8');
      writeFileSync(join(root, PKI, 'bundle.pem'), own + other.certificate);
    };

    expect(onlyLeft(await planned({ given, rules, tweak })).reason).toMatch(
      /Which of .*bundle.pem, .*ca.crt/,
    );
  });

  it('gets the keys of its configuration file, which beats all else', async () => {
    const path = '/etc/etcd.yml';
    const text = `name: m1 # kept\nlisten-client-urls: https://10.0.0.1:2379\nadvertise-client-urls: https://10.0.0.1:2379\nclient-transport-security:\n    cert-file: ${PKI}/server.crt\n    key-file: ${PKI}/server.key\n`;
    const file = {
      etcd: { from: 'nothing' as const, argv: [`--config-file=${path}`] },
      files: { [path]: text },
    };

    const change = only((await planned({ given: file, rules, tweak: environmentFile({}) })).changes);

    expect(contentEdit(change)).toMatchObject({
      path,
      operations: [
        { kind: 'config-key', path: ['client-transport-security', 'client-cert-auth'], value: true },
        {
          kind: 'config-key',
          path: ['client-transport-security', 'trusted-ca-file'],
          value: `${PKI}/ca.crt`,
        },
      ],
    });
    expect(contentEdit(change).diff).toContain('\n+    client-cert-auth: true\n');
  });
});

describe('the kubelet', () => {
  const config =
    'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nreadOnlyPort: 10255\n';
  const given = {
    kubelet: { from: 'kubeadm' as const, argv: ['--read-only-port=10255'] },
    files: { '/var/lib/kubelet/config.yaml': config },
  };

  it('gets the key in its file, and the flag that would win goes', async () => {
    const plan = await planned({ given, rules: ['kubelet-read-only-port'], distribution: 'kubeadm' });
    const change = only(plan.changes);

    expect(change.edits.map(({ path }) => path)).toEqual([
      '/var/lib/kubelet/config.yaml',
      '/var/lib/kubelet/kubeadm-flags.env',
    ]);
    expect(change.durable).toEqual([
      {
        where: 'ConfigMap kube-system/kubelet-config',
        change: 'KubeletConfiguration.readOnlyPort: 0',
        edit: {
          kind: 'kubelet-key',
          configMap: 'kubelet-config',
          path: ['readOnlyPort'],
          value: 0,
          was: 10255,
        },
      },
    ]);
  });

  it('is told to insist on kernel settings only where they are so', async () => {
    const rules = ['kubelet-protect-kernel-defaults'];
    const settings = {
      'vm/overcommit_memory': '1',
      'vm/panic_on_oom': '0',
      'kernel/panic': '10',
      'kernel/panic_on_oops': '1',
      'kernel/keys/root_maxkeys': '1000000',
      'kernel/keys/root_maxbytes': '25000000',
    };
    const files = Object.fromEntries(
      Object.entries(settings).map(([name, value]) => [`/proc/sys/${name}`, `${value}\n`]),
    );
    const wrong = { ...files, '/proc/sys/kernel/panic': '0\n' };

    const good = await planned({ given: { ...given, files: { ...given.files, ...files } }, rules });
    const bad = await planned({ given: { ...given, files: { ...given.files, ...wrong } }, rules });

    expect(only(good.changes).level).toBe('consent');
    expect(onlyLeft(bad).reason).toContain('kernel.panic = 10 (now 0)');
  });
});

describe('files of a control plane without root', () => {
  it('stay with the users that read them', async () => {
    const given = {
      'kube-apiserver': { from: 'kubeadm' as const, uid: 2000 },
      owners: { '/etc/kubernetes/pki/ca.crt': '3000:3000' },
    };

    expect(onlyLeft(await planned({ given, rules: ['files-pki-owner'] })).reason).toMatch(/runs as uid 2000/);
  });
});

describe('what would undo a fix', () => {
  it.each([
    ['v1.34.1', 'ClusterConfiguration.apiServer.extraArgs: {name: profiling, value: "false"}'],
    ['v1.30.4', 'ClusterConfiguration.apiServer.extraArgs: {profiling: "false"}'],
  ])('is named in the form of kubeadm %s', async (kubernetes, change) => {
    const plan = await planned({ distribution: 'kubeadm', kubernetes });

    expect(KNOWN_MINORS).toContain(Number(kubernetes.split('.')[1]));
    const edit = {
      kind: 'kubeadm-argument',
      component: 'kube-apiserver',
      name: 'profiling',
      value: 'false',
      was: null,
    };
    expect(only(plan.changes).durable).toEqual([
      { where: 'ConfigMap kube-system/kubeadm-config', change, edit },
    ]);
  });

  it('is changed only where it still holds what was in force', async () => {
    const given = { 'kube-apiserver': { from: 'kubeadm' as const, argv: ['--profiling=true'] } };
    const plan = await planned({ given, distribution: 'kubeadm', kubernetes: 'v1.34.1' });

    expect(only(plan.changes).durable.map(({ edit }) => edit)).toEqual([
      expect.objectContaining({ name: 'profiling', value: 'false', was: 'true' }),
    ]);
  });

  it('is the place where k3s has its arguments', async () => {
    const tweak = (root: string) => renameSync(join(root, MANIFEST), join(root, '/etc/moved'));
    const left = onlyLeft(await planned({ tweak, distribution: 'k3s' }));

    expect(left.byHand).toBe(
      'in /etc/rancher/k3s/config.yaml on every server: kube-apiserver-arg: ["profiling=false"], then restart k3s',
    );
  });
});
