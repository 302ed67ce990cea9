import { describe, expect, it } from 'vitest';
import { type GivenK3s, k3sInside, k3sWords } from '../../../../test/support/collect/k3s.ts';

const TLS = '/var/lib/rancher/k3s/server/tls';
const AGENT = '/var/lib/rancher/k3s/agent';
const WAL = '/var/lib/rancher/k3s/server/db/etcd/member/wal/0.wal';
const UNIT = '/etc/systemd/system/k3s.service';
const CONFIG = '/etc/rancher/k3s/config.yaml';

async function names(given: GivenK3s): Promise<string[]> {
  return (await k3sInside(given)).map(({ component }) => component);
}

describe('components inside K3s', () => {
  const CONTROL_PLANE = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'];

  it.each<[string, GivenK3s, string[]]>([
    ['a server with kine', {}, [...CONTROL_PLANE, 'kubelet', 'kube-proxy']],
    [
      'a server that begins a cluster',
      { words: ['--cluster-init'] },
      [...CONTROL_PLANE, 'kubelet', 'kube-proxy', 'etcd'],
    ],
    [
      'a server that joins one',
      { words: ['--server=https://a:6443'] },
      [...CONTROL_PLANE, 'kubelet', 'kube-proxy', 'etcd'],
    ],
    [
      'a server that has its own etcd',
      { files: { [WAL]: '' } },
      [...CONTROL_PLANE, 'kubelet', 'kube-proxy', 'etcd'],
    ],
    [
      'a server with an etcd elsewhere',
      { words: ['--datastore-endpoint=https://a:2379'] },
      [...CONTROL_PLANE, 'kubelet', 'kube-proxy'],
    ],
    [
      'a server of etcd alone',
      {
        words: [
          '--cluster-init',
          '--disable-apiserver',
          '--disable-controller-manager',
          '--disable-scheduler',
        ],
      },
      ['kubelet', 'kube-proxy', 'etcd'],
    ],
    [
      'a server without etcd',
      { words: ['--server=https://a:6443', '--disable-etcd'] },
      [...CONTROL_PLANE, 'kubelet', 'kube-proxy'],
    ],
    ['a server without an agent', { words: ['--disable-agent'] }, CONTROL_PLANE],
    ['a server without kube-proxy', { config: 'disable-kube-proxy: true\n' }, [...CONTROL_PLANE, 'kubelet']],
    ['an agent with kube-proxy', { role: 'agent', ports: [10250, 10249] }, ['kubelet', 'kube-proxy']],
    [
      'an agent whose kube-proxy moved',
      { role: 'agent', ports: [10250, 7], words: ['--kube-proxy-arg=metrics-bind-address=127.0.0.1:7'] },
      ['kubelet', 'kube-proxy'],
    ],
    ['an agent whose servers switched kube-proxy off', { role: 'agent', ports: [10250] }, ['kubelet']],
  ])('are those of %s', async (_name, given, expected) => {
    expect(await names(given)).toEqual(expected);
  });

  it('have the version of the program, and etcd its own', async () => {
    const inside = await k3sInside({ words: ['--cluster-init'] });

    const versions = inside.map(({ component, version }) => [
      component,
      version.state === 'present' && version.value,
    ]);
    expect(Object.fromEntries(versions)).toMatchObject({ kubelet: '1.33.4+k3s1', etcd: '3.5.21' });
  });

  it('are none of a tool of K3s', async () => {
    const process = { argv: ['k3s', 'kubectl', 'get', 'nodes'] };

    expect(await names({ process })).toEqual([]);
  });
});

describe('what decides', () => {
  const profiling = (given: GivenK3s) => k3sWords('kube-controller-manager', given);

  it.each<[string, GivenK3s, string]>([
    ['K3s itself', {}, '--profiling=false'],
    [
      'the command of the service',
      { words: ['--kube-controller-manager-arg=profiling=true'] },
      '--profiling=true',
    ],
    [
      'the configuration file',
      { config: 'kube-controller-manager-arg: [profiling=true]\n' },
      '--profiling=true',
    ],
    [
      'a configuration file that a flag names',
      {
        words: ['--config=/etc/k3s.yaml'],
        files: { '/etc/k3s.yaml': 'kube-controller-manager-arg: profiling=true\n' },
      },
      '--profiling=true',
    ],
    [
      'a configuration file that a variable names',
      {
        process: { environment: ['', 'K3S_CONFIG_FILE=/etc/k3s.yaml'] },
        files: { '/etc/k3s.yaml': 'kube-controller-manager-arg: profiling=true\n' },
      },
      '--profiling=true',
    ],
    ['the older name of a flag', { config: 'kube-controller-arg: [profiling=true]\n' }, '--profiling=true'],
    [
      'a command line that still shows',
      {
        process: {
          argv: ['k3s', 'server', '--kube-controller-manager-arg', 'profiling=true'],
          cgroup: '0::/\n',
        },
      },
      '--profiling=true',
    ],
  ])('is %s', async (_name, given, word) => {
    expect(await profiling(given)).toContain(word);
  });

  it('is last what stands on the command line, behind the file', async () => {
    const given = {
      config: 'kube-controller-manager-arg: [v=1, profiling=true]\n',
      words: ['--kube-controller-manager-arg=profiling=false'],
    };

    const words = await profiling(given);

    expect(words).toContain('--v=1');
    expect((words as string[]).filter((word) => word.startsWith('--profiling'))).toEqual([
      '--profiling=true',
      '--profiling=false',
    ]);
  });

  it('is the variable that the service sets, where the one of the process is overwritten', async () => {
    const given = {
      files: {
        [UNIT]: '[Service]\nEnvironmentFile=/etc/k3s.env\nExecStart=/usr/local/bin/k3s server\n',
        '/etc/k3s.env': 'K3S_NODE_NAME=other\n',
      },
    };

    expect(await k3sWords('kubelet', given)).toContain('--hostname-override=other');
  });

  it.each<[string, GivenK3s, string]>([
    [
      'the version of K3s',
      { files: { [`/var/lib/rancher/k3s/data/${'ab'.repeat(32)}/bin/k3s`]: 'no program' } },
      'the version of K3s',
    ],
    ['a version that is described here', { version: '1.23.17' }, 'is known here for 1.24 to 1.36'],
    ['a service', { process: { cgroup: '0::/\n' } }, 'no service of systemd'],
    [
      'the unit of the service',
      { process: { cgroup: '0::/system.slice/other.service\n' } },
      'other.service was not found',
    ],
    ['a command that is K3s', { files: { [UNIT]: '[Service]\nExecStart=/bin/true\n' } }, 'no k3s server'],
    [
      'an environment, where the command line shows',
      { process: { argv: ['k3s', 'server', '--debug'] }, environ: false },
      'its environment',
    ],
    ['words that K3s knows', { words: ['--no-such-flag'] }, 'no flag'],
    ['a sound configuration file', { config: 'a: b: c\n' }, CONFIG],
    [
      'a configuration file on this machine',
      { words: ['--config=https://a/k3s.yaml'] },
      'https://a/k3s.yaml',
    ],
    [
      'a configuration file as old as the process',
      { config: 'v: 1\n', changed: [CONFIG] },
      `${CONFIG} changed at`,
    ],
    [
      'a drop-in as old as the process',
      { files: { [`${CONFIG}.d/a.yaml`]: 'v: 1\n' }, changed: [`${CONFIG}.d/a.yaml`] },
      'a.yaml changed at',
    ],
    ['a unit as old as the process', { changed: [UNIT] }, `${UNIT} changed at`],
  ])('is not known without %s', async (_name, given, reason) => {
    for (const component of ['kube-apiserver', 'kubelet', 'kube-proxy'])
      expect(await k3sWords(component, given)).toContain(reason);
  });

  it('is unknown for etcd too, where its data show that it runs', async () => {
    const version = '1.23.17';

    expect(await k3sWords('etcd', { version })).toBe('not running');
    expect(await k3sWords('etcd', { version, files: { [WAL]: '' } })).toContain('is known here for');
  });

  it('is unknown for kube-proxy alone on an agent whose sockets are not known', async () => {
    expect(await k3sWords('kube-proxy', { role: 'agent' })).toContain('switched kube-proxy off');
    expect(await k3sWords('kubelet', { role: 'agent' })).toContain('--hostname-override=node-1');
  });

  it('never says a token', async () => {
    const inside = await k3sInside({ words: ['--token=hush', 'hush'], config: 'agent-token: hush\n' });

    expect(JSON.stringify(inside)).not.toContain('hush');
  });
});

/** Of one component: words that are there, and words or flags that are not. */
type Row = [name: string, component: string, given: GivenK3s, has: string[], lacks?: string[]];

const ROWS: Row[] = [
  [
    'what K3s gives the API server',
    'kube-apiserver',
    {},
    [
      '--anonymous-auth=false',
      '--authorization-mode=Node,RBAC',
      '--bind-address=127.0.0.1',
      '--secure-port=6444',
      '--profiling=false',
      '--enable-admission-plugins=NodeRestriction',
      `--client-ca-file=${TLS}/client-ca.crt`,
    ],
    ['--encryption-provider-config'],
  ],
  [
    'ports that follow the one of K3s',
    'kube-apiserver',
    { words: ['--https-listen-port=7443'] },
    ['--secure-port=7444'],
  ],
  ['loopback of IPv6', 'kube-apiserver', { words: ['--service-cidr=fd00:43::/112'] }, ['--bind-address=::1']],
  [
    'plugins of the user, which take the place of K3s',
    'kube-apiserver',
    { words: ['--kube-apiserver-arg=enable-admission-plugins=EventRateLimit'] },
    ['--enable-admission-plugins=EventRateLimit'],
    ['--enable-admission-plugins=NodeRestriction'],
  ],
  [
    'encryption',
    'kube-apiserver',
    { words: ['--secrets-encryption'] },
    [
      '--encryption-provider-config=/var/lib/rancher/k3s/server/cred/encryption-config.json',
      '--encryption-provider-config-automatic-reload=true',
    ],
  ],
  [
    'encryption in older releases, which do not reload it',
    'kube-apiserver',
    { version: '1.27.16', words: ['--secrets-encryption'] },
    ['--encryption-provider-config=/var/lib/rancher/k3s/server/cred/encryption-config.json'],
    ['--encryption-provider-config-automatic-reload=true'],
  ],
  [
    'the suites of K3s',
    'kube-apiserver',
    {},
    [
      '--tls-cipher-suites=TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305,TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305',
    ],
  ],
  [
    'the suites of the user',
    'kube-apiserver',
    { words: ['--kube-apiserver-arg=tls-cipher-suites=TLS_A'] },
    ['--tls-cipher-suites=TLS_A'],
  ],
  [
    'authorization by a file',
    'kube-apiserver',
    { words: ['--kube-apiserver-arg=authorization-config=/a'] },
    ['--authorization-config=/a', '--anonymous-auth=false'],
    ['--authorization-mode=Node,RBAC'],
  ],
  [
    'authentication by a file',
    'kube-apiserver',
    { words: ['--kube-apiserver-arg=authentication-config=/a'] },
    ['--authentication-config=/a'],
    ['--anonymous-auth=false'],
  ],
  [
    'authentication by a file in older releases',
    'kube-apiserver',
    { version: '1.32.4', words: ['--kube-apiserver-arg=authentication-config=/a'] },
    ['--authentication-config=/a', '--anonymous-auth=false'],
  ],
  [
    'the etcd inside',
    'kube-apiserver',
    { words: ['--cluster-init'] },
    [
      '--etcd-servers=https://127.0.0.1:2379',
      `--etcd-cafile=${TLS}/etcd/server-ca.crt`,
      `--etcd-certfile=${TLS}/etcd/client.crt`,
    ],
  ],
  [
    'the etcd of another server',
    'kube-apiserver',
    { words: ['--server=https://a:6443', '--disable-etcd'] },
    ['--etcd-servers=https://127.0.0.1:2379', `--etcd-cafile=${TLS}/etcd/server-ca.crt`],
  ],
  [
    'an etcd elsewhere',
    'kube-apiserver',
    { words: ['--datastore-endpoint=https://a:2379,https://b:2379', '--datastore-cafile=/ca'] },
    ['--etcd-servers=https://a:2379,https://b:2379', '--etcd-cafile=/ca'],
    ['--etcd-certfile'],
  ],
  ['kine with SQLite', 'kube-apiserver', {}, ['--etcd-servers=unix://kine.sock'], ['--etcd-cafile']],
  [
    'kine with a database',
    'kube-apiserver',
    { process: { environment: ['', 'K3S_DATASTORE_ENDPOINT=postgres://u:hush@a/k3s'] } },
    ['--etcd-servers=unix://kine.sock'],
  ],
  [
    'kine with TLS',
    'kube-apiserver',
    { words: ['--kine-tls'] },
    ['--etcd-servers=unixs://kine.sock', `--etcd-cafile=${TLS}/etcd/server-ca.crt`],
    ['--etcd-certfile'],
  ],
  [
    'its own etcd, whatever else is set',
    'kube-apiserver',
    { words: ['--datastore-endpoint=https://a:2379'], files: { [WAL]: '' } },
    ['--etcd-servers=https://127.0.0.1:2379'],
  ],
  [
    'data elsewhere',
    'kube-apiserver',
    { words: ['--data-dir=/srv/k3s'] },
    ['--client-ca-file=/srv/k3s/server/tls/client-ca.crt'],
  ],
  [
    'keys for signing',
    'kube-controller-manager',
    {},
    [
      `--service-account-private-key-file=${TLS}/service.current.key`,
      '--use-service-account-credentials=true',
      '--bind-address=127.0.0.1',
      `--root-ca-file=${TLS}/server-ca.crt`,
    ],
  ],
  [
    'keys for signing in older releases',
    'kube-controller-manager',
    { version: '1.26.1' },
    [`--service-account-private-key-file=${TLS}/service.key`],
  ],
  [
    'certificates of the scheduler',
    'kube-scheduler',
    {},
    [
      '--profiling=false',
      '--bind-address=127.0.0.1',
      `--tls-cert-file=${TLS}/kube-scheduler/kube-scheduler.crt`,
    ],
  ],
  [
    'no certificates of the scheduler before',
    'kube-scheduler',
    { version: '1.33.0' },
    ['--profiling=false'],
    [`--tls-cert-file=${TLS}/kube-scheduler/kube-scheduler.crt`],
  ],
  [
    'a kubelet with files',
    'kubelet',
    {},
    [`--config-dir=${AGENT}/etc/kubelet.conf.d`, '--read-only-port=0', '--hostname-override=node-1'],
    ['--anonymous-auth=false'],
  ],
  [
    'a kubelet whose read-only port is open',
    'kubelet',
    { version: '1.32.3' },
    [`--config-dir=${AGENT}/etc/kubelet.conf.d`],
    ['--read-only-port=0'],
  ],
  [
    'a kubelet with flags',
    'kubelet',
    { version: '1.31.5' },
    [
      '--anonymous-auth=false',
      '--authorization-mode=Webhook',
      '--read-only-port=0',
      `--client-ca-file=${AGENT}/client-ca.crt`,
    ],
    [`--config-dir=${AGENT}/etc/kubelet.conf.d`],
  ],
  [
    'kernel settings as they are wanted',
    'kubelet',
    { version: '1.31.5', config: 'protect-kernel-defaults: true\n' },
    ['--protect-kernel-defaults=true'],
  ],
  [
    'files of the user, which K3s copies',
    'kubelet',
    { words: ['--kubelet-arg=config=/a', '--kubelet-arg=--config-dir=/b', '--kubelet-arg=v=5'] },
    ['--v=5'],
    ['--config=/a', '--config-dir=/b'],
  ],
  [
    'a file of the user where K3s gives none',
    'kubelet',
    { version: '1.31.5', words: ['--kubelet-arg=config=/a'] },
    ['--config=/a'],
  ],
  [
    'an argument that K3s loses behind one without value',
    'kubelet',
    { words: ['--kubelet-arg=seccomp-default', '--kubelet-arg=v=5'] },
    ['--seccomp-default=true'],
    ['--v=5'],
  ],
  ['a name of its own', 'kubelet', { words: ['--node-name=Other'] }, ['--hostname-override=other']],
  ['a rootless kubelet', 'kubelet', { words: ['--rootless'] }, [`--root-dir=${AGENT}/kubelet`]],
  [
    'kube-proxy',
    'kube-proxy',
    { words: ['--kube-proxy-arg=metrics-bind-address=0.0.0.0'] },
    ['--metrics-bind-address=0.0.0.0', `--kubeconfig=${AGENT}/kubeproxy.kubeconfig`],
  ],
  [
    'etcd',
    'etcd',
    { words: ['--cluster-init', '--etcd-arg=auto-tls=true'] },
    ['--config-file=/var/lib/rancher/k3s/server/db/etcd/config'],
    ['--auto-tls=true'],
  ],
];

describe('words that K3s hands over', () => {
  it.each<Row>(ROWS)('%s', async (_name, component, given, has, lacks = []) => {
    const words = await k3sWords(component, given);

    expect(words).toEqual(expect.arrayContaining(has));
    for (const lack of lacks)
      expect([...words].filter((word) => word === lack || word.startsWith(`${lack}=`))).toEqual([]);
  });

  it('know what each comes from', async () => {
    const inside = await k3sInside({
      words: ['--kube-apiserver-arg=audit-log-maxage=30'],
      config: '\nkube-apiserver-arg:\n- audit-log-maxsize=100\n',
      files: { [`${CONFIG}.d/a.yaml`]: 'kube-apiserver-arg+: audit-log-maxbackup=10\n' },
      process: { environment: ['', 'K3S_APISERVER_PORT=7000'] },
    });
    const words = inside.find(({ component }) => component === 'kube-apiserver')?.words;
    const origin = (start: string) =>
      words?.state === 'present' ? words.value.find(({ text }) => text.startsWith(start))?.origin : undefined;

    expect(origin('--audit-log-maxage')).toEqual({ kind: 'file', path: UNIT, line: 2 });
    expect(origin('--audit-log-maxsize')).toEqual({ kind: 'file', path: CONFIG, line: 3 });
    expect(origin('--audit-log-maxbackup')).toEqual({ kind: 'drop-in', path: `${CONFIG}.d/a.yaml`, line: 1 });
    expect(origin('--secure-port')).toEqual({ kind: 'environment', name: 'K3S_APISERVER_PORT' });
    expect(origin('--profiling')).toEqual({ kind: 'program', name: 'k3s 1.33' });
  });
});
