import { describe, expect, it } from 'vitest';
import type { Plan } from '../../src/model/plan.ts';
import { catalog, judgeFacts } from '../cases/judge-case.ts';
import { planFor } from '../cases/repair-case.ts';
import { HARD_WAY } from './hard-way.ts';
import { K3S_AGENT } from './k3s-agent.ts';
import { K3S_SERVER } from './k3s-server.ts';
import { collectPlanted, type Layout, plantLayout } from './layout.ts';
import { MICROK8S } from './microk8s.ts';
import { RKE2_SERVER } from './rke2-server.ts';

async function planned(layout: Layout, files: Layout['files'], rule: string): Promise<Plan> {
  const root = await plantLayout({ ...layout, files: { ...layout.files, ...files } });
  const facts = await collectPlanted(root, layout);
  const benchmark = catalog.benchmarks.find(
    ({ name, version }) => name === 'cis-kubernetes' && version === '1.12',
  );
  if (benchmark === undefined) throw new Error('no benchmark');
  return planFor(root, facts, benchmark, judgeFacts(facts, benchmark, { rules: [rule] }));
}

const PIDS = 'kubelet-pod-pids-limit';
const PROFILING = 'kube-scheduler-profiling';
const RKE2 = '/etc/rancher/rke2/config.yaml';

const LEFT: readonly (readonly [
  name: string,
  layout: Layout,
  files: Layout['files'],
  rule: string,
  RegExp,
])[] = [
  [
    'an argument that the unit of k3s gives',
    K3S_AGENT,
    {},
    'kubelet-anonymous-auth',
    /k3s-agent\.service gives .* take it out of the unit \(\/etc\/systemd\/system\/k3s-agent\.service\)/,
  ],
  [
    'a k3s without a file',
    K3S_AGENT,
    {},
    PIDS,
    /no configuration file yet.*make \/etc\/rancher\/k3s\/config\.yaml.*pod-max-pids=4096/,
  ],
  [
    'an rke2 that is told of another file',
    RKE2_SERVER,
    {
      '/etc/systemd/system/rke2-server.service':
        '[Service]\nEnvironment=RKE2_CONFIG_FILE=/etc/other.yaml\nExecStart=/usr/local/bin/rke2 server\n',
    },
    PIDS,
    /names another configuration file/,
  ],
  [
    'an rke2 of whose unit nothing is known',
    RKE2_SERVER,
    { '/etc/systemd/system/rke2-server.service': '[Service]\nRestart=always\n' },
    PIDS,
    /What rke2 was started with.* is not known/,
  ],
  [
    'a link',
    RKE2_SERVER,
    { [RKE2]: { link: '/etc/other.yaml' }, '/etc/other.yaml': 'profile: cis\n' },
    PIDS,
    /behind a link/,
  ],
  ['two documents', RKE2_SERVER, { [RKE2]: 'profile: cis\n---\nselinux: true\n' }, PIDS, /second document/],
  ['a tab', RKE2_SERVER, { [RKE2]: 'kubelet-arg:\n\t- a=1\n' }, PIDS, /strict YAML/],
  [
    'a key that stands there twice',
    RKE2_SERVER,
    { [RKE2]: 'kubelet-arg: [a=1]\nkubelet-arg: [b=1]\n' },
    PIDS,
    /strict YAML/,
  ],
  ['an alias', RKE2_SERVER, { [RKE2]: 'x: &x [a=1]\nkubelet-arg: *x\n' }, PIDS, /alias/],
  ['an argument without a value', RKE2_SERVER, { [RKE2]: 'kubelet-arg: [v]\n' }, PIDS, /without a value/],
  [
    'an old name of a list',
    K3S_SERVER,
    { '/etc/rancher/k3s/config.yaml.d/a.yaml': 'kube-controller-arg: [profiling=true]\n' },
    'kube-controller-manager-profiling',
    /has kube-controller-arg, an old name/,
  ],
  [
    'a command of a package',
    HARD_WAY,
    {
      '/etc/systemd/system/kube-scheduler.service.d/10-site.conf': '[Service]\nCPUWeight=200\n',
      '/usr/lib/systemd/system/kube-scheduler.service':
        '[Service]\nExecStart=/usr/local/bin/kube-scheduler --kubeconfig=/var/lib/kubernetes/kube-scheduler.kubeconfig --profiling=true --v=2\n',
    },
    PROFILING,
    /in \/etc\/systemd\/system\/kube-scheduler\.service\.d\/90-kubetrue\.conf, below \[Service\]: a line ExecStart= and then a line ExecStart=\/usr\/local\/bin\/kube-scheduler --kubeconfig=\S+ --profiling=false --v=2; then systemctl daemon-reload, systemctl restart kube-scheduler\.service/,
  ],
  [
    'a variable that the unit itself sets',
    HARD_WAY,
    {
      '/etc/systemd/system/kube-scheduler.service.d/10-site.conf':
        '[Service]\nEnvironment="ARGS=--profiling=true --v=2"\nExecStart=\nExecStart=/usr/local/bin/kube-scheduler --kubeconfig=/var/lib/kubernetes/kube-scheduler.kubeconfig $ARGS\n',
    },
    PROFILING,
    /stands in ARGS.*a line Environment="ARGS=--profiling=false --v=2"/,
  ],
  [
    'a unit that says otherwise than what runs',
    HARD_WAY,
    {
      '/etc/systemd/system/kube-scheduler.service.d/10-site.conf':
        '[Service]\nExecStart=\nExecStart=/usr/local/bin/kube-scheduler --v=9\n',
    },
    PROFILING,
    /started by no static Pod manifest/,
  ],
  [
    'a command with quotes',
    HARD_WAY,
    {
      '/etc/systemd/system/kube-scheduler.service.d/10-site.conf':
        "[Service]\nExecStart=\nExecStart=/usr/local/bin/kube-scheduler '--kubeconfig=/var/lib/kubernetes/kube-scheduler.kubeconfig' --profiling=true --v=2\n",
    },
    PROFILING,
    /quotes/,
  ],
  [
    'a flag that shares its line',
    MICROK8S,
    { '/var/snap/microk8s/8511/args/kube-scheduler': '--v=2 --profiling=true\n' },
    PROFILING,
    /other words/,
  ],
];

describe('what is left to a person', () => {
  it.each(LEFT)('is %s', async (_, layout, files, rule, text) => {
    const { changes, notPlanned } = await planned(layout, files, rule);

    expect(changes).toEqual([]);
    expect(notPlanned.map(({ reason, byHand }) => `${reason} ${byHand}`).join('\n')).toMatch(text);
  });
});

describe('a change of a K3s', () => {
  const config = { '/etc/rancher/k3s/config.yaml': 'node-label: [a=b]\n' };

  it.each([
    ['needs consent where a member of etcd restarts with it', K3S_SERVER, {}, 'consent'],
    ['is as safe as its rules where none does', K3S_AGENT, config, 'safe'],
  ] as const)('%s', async (_, layout, files, level) => {
    const { changes } = await planned(layout, files, 'kubelet-rotate-certs');

    expect(changes.map((change) => [change.level, change.restarts?.program])).toEqual([[level, 'k3s']]);
  });
});

const DEFAULTS = '/etc/default/kubelet';
const MAIN = '/var/lib/kubelet/kubelet-config.yaml';

/** A kubelet without a configuration file: all stands in variables. */
function kubeletWith(unit: string, words: readonly string[]): Layout {
  const process = { ...HARD_WAY.processes[240], argv: ['/usr/local/bin/kubelet', ...words] };
  const { [DEFAULTS]: _, [MAIN]: __, ...files } = HARD_WAY.files;
  return {
    ...HARD_WAY,
    processes: { ...HARD_WAY.processes, 240: process },
    files: { ...files, '/usr/lib/systemd/system/kubelet.service': unit },
  };
}

describe('a flag that the kubelet is started with', () => {
  const unit =
    '[Service]\nEnvironmentFile=/etc/a\nEnvironmentFile=-/etc/b\nExecStart=/usr/local/bin/kubelet $ONE $TWO\n';
  const editsOf = ({ changes }: Plan) =>
    changes
      .flatMap(({ edits }) => edits)
      .flatMap((edit) => ('operations' in edit ? [[edit.path, edit.operations]] : []));
  const operation = (variable: string, value: string | null) => ({
    kind: 'environment-flag',
    variable,
    flag: 'pod-max-pids',
    value,
  });

  it.each([
    [
      'is changed in the last file that sets its variable',
      ['--pod-max-pids=-1', '--v=2'],
      { '/etc/a': 'ONE=--v=9\nTWO=--v=2\n', '/etc/b': 'ONE=--pod-max-pids=-1\n' },
      [['/etc/b', [operation('ONE', '4096')]]],
    ],
    [
      'is put into the last variable of the command that a file sets',
      ['--v=9', '--v=2'],
      { '/etc/a': 'ONE=--v=9\nTWO=--v=2\n' },
      [['/etc/a', [operation('TWO', '4096')]]],
    ],
    [
      'loses its earlier mention',
      ['--pod-max-pids=5', '--pod-max-pids=-1'],
      { '/etc/a': 'ONE=--pod-max-pids=5\n', '/etc/b': 'TWO=--pod-max-pids=-1\n' },
      [
        ['/etc/a', [operation('ONE', null)]],
        ['/etc/b', [operation('TWO', '4096')]],
      ],
    ],
  ])('%s', async (_, words, files, edits) => {
    expect(editsOf(await planned(kubeletWith(unit, words), files, PIDS))).toEqual(edits);
  });
});
