import type { Draw } from './launch.ts';

export interface NamedLaunch {
  name: string;
  /** Both where not given. */
  versions?: readonly string[];
  draw: Draw;
  real: 'started' | 'refused';
}

const HEAD = 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n';
const ALONE = 'authentication: {webhook: {enabled: false}}\nauthorization: {mode: AlwaysAllow}\n';
const CONFIG = ['--config={dir}/kubelet.yaml'];
const DIRECTORY = ['--config-dir={dir}/kubelet.d'];

function launch(
  args: readonly (readonly string[])[],
  files: Draw['files'] = {},
  env: Draw['env'] = {},
): Draw {
  return { args, env, files };
}

/** A standalone kubelet's file with more lines. */
function file(lines: string): Draw {
  return launch([CONFIG], { 'kubelet.yaml': `${HEAD}${ALONE}${lines}\n` });
}

/** A standalone kubelet's file, and drop-ins over it. */
function dropIns(lines: string, files: Readonly<Record<string, string | { link: string }>>): Draw {
  const all = Object.entries(files).map(([name, text]) => [
    name,
    typeof text === 'string' && !text.startsWith('!') ? `${HEAD}${text}\n` : bare(text),
  ]);
  return launch([CONFIG, DIRECTORY], {
    'kubelet.yaml': `${HEAD}${ALONE}${lines}\n`,
    ...(Object.fromEntries(all) as Draw['files']),
  });
}

function bare(text: string | { link: string }): string | { link: string } {
  return typeof text === 'string' ? text.slice(1) : text;
}

/** Launches with a name, each of which once was or could be misread. */
export const NAMED_LAUNCHES: readonly NamedLaunch[] = [
  { name: 'nothing set', draw: launch([]), real: 'started' },
  { name: 'a file gives other defaults than none', draw: file(''), real: 'started' },
  {
    name: 'the defaults of a file need an API server',
    draw: launch([CONFIG], { 'kubelet.yaml': HEAD }),
    real: 'refused',
  },
  { name: 'a zero duration in the file', draw: file('streamingConnectionIdleTimeout: 0s'), real: 'started' },
  {
    name: 'a zero duration as a flag',
    draw: launch([['--streaming-connection-idle-timeout=0']]),
    real: 'started',
  },
  { name: 'a null duration', draw: file('streamingConnectionIdleTimeout: null'), real: 'refused' },
  { name: 'a duration as a number', draw: file('streamingConnectionIdleTimeout: 0'), real: 'refused' },
  {
    name: 'a null section',
    draw: launch([CONFIG, ['--kubeconfig={dir}/kubeconfig']], {
      'kubelet.yaml': `${HEAD}authentication: null\n`,
    }),
    real: 'started',
  },
  { name: 'a quoted number', draw: file('readOnlyPort: "10255"'), real: 'refused' },
  { name: 'a key in another case', draw: file('ReadOnlyPort: 10255'), real: 'started' },
  { name: 'a key twice', draw: file('readOnlyPort: 1\nreadOnlyPort: 2'), real: 'started' },
  { name: 'an unknown key', draw: file('noSuchKey: {a: 1}'), real: 'started' },
  {
    name: 'a null gate is off',
    draw: file('featureGates: {RotateKubeletServerCertificate: null}'),
    real: 'started',
  },
  {
    name: 'bootstrap while its gate is off',
    draw: file('serverTLSBootstrap: true\nfeatureGates: {RotateKubeletServerCertificate: false}'),
    real: 'refused',
  },
  {
    name: 'bootstrap while all beta gates are off',
    draw: launch([['--feature-gates=AllBeta=false'], ['--rotate-server-certificates']]),
    real: 'refused',
  },
  { name: 'a negative limit of pids in the file', draw: file('podPidsLimit: -7'), real: 'started' },
  { name: 'a negative limit of pids as a flag', draw: launch([['--pod-max-pids=-7']]), real: 'started' },
  {
    name: 'a list of authorization modes',
    draw: launch([['--authorization-mode=AlwaysAllow,Webhook']]),
    real: 'refused',
  },
  {
    name: 'an empty authorization mode as a flag',
    draw: launch([['--authorization-mode=']]),
    real: 'refused',
  },
  {
    name: 'an empty CA flag over the file',
    draw: launch([CONFIG, ['--client-ca-file=']], {
      'kubelet.yaml': `${HEAD}${ALONE}authentication: {webhook: {enabled: false}, x509: {clientCAFile: ca.crt}}\n`,
    }),
    real: 'started',
  },
  {
    name: 'a switch of the file that the flag cannot take back',
    draw: launch([CONFIG, ['--seccomp-default=false']], {
      'kubelet.yaml': `${HEAD}${ALONE}seccompDefault: true\n`,
    }),
    real: 'started',
  },
  {
    name: 'gates of flags and file together',
    draw: launch([CONFIG, ['--feature-gates=AllAlpha=false']], {
      'kubelet.yaml': `${HEAD}${ALONE}featureGates: {AllAlpha: true, RotateKubeletServerCertificate: true}\n`,
    }),
    real: 'started',
  },
  {
    name: 'underscores and the next word',
    draw: launch([['--read_only_port', '0'], ['--anonymous_auth=F']]),
    real: 'started',
  },
  {
    name: 'false as the next word of a boolean',
    draw: launch([['--anonymous-auth', 'false']]),
    real: 'refused',
  },
  { name: 'one dash', draw: launch([['-anonymous-auth=false']]), real: 'refused' },
  {
    name: 'the last of two flags',
    draw: launch([['--anonymous-auth=false'], ['--anonymous-auth=true']]),
    real: 'started',
  },
  { name: 'an unknown flag', draw: launch([['--no-such-flag']]), real: 'refused' },
  { name: 'a port out of range', draw: launch([['--read-only-port=70000']]), real: 'refused' },
  { name: 'a negative event rate', draw: launch([['--event-qps=-1']]), real: 'refused' },
  { name: 'a file that is not there', draw: launch([['--config={dir}/missing.yaml']]), real: 'refused' },
  { name: 'an empty file', draw: launch([CONFIG], { 'kubelet.yaml': '' }), real: 'refused' },
  {
    name: 'a file without kind',
    draw: launch([CONFIG], { 'kubelet.yaml': 'apiVersion: kubelet.config.k8s.io/v1beta1\n' }),
    real: 'refused',
  },
  {
    name: 'a file of another kind',
    draw: launch([CONFIG], { 'kubelet.yaml': 'apiVersion: v1\nkind: Pod\n' }),
    real: 'refused',
  },
  {
    name: 'a file in JSON',
    draw: launch([CONFIG], {
      'kubelet.yaml': JSON.stringify({
        apiVersion: 'kubelet.config.k8s.io/v1beta1',
        kind: 'KubeletConfiguration',
        authentication: { webhook: { enabled: false } },
        authorization: { mode: 'AlwaysAllow' },
        readOnlyPort: 10255,
      }),
    }),
    real: 'started',
  },
  { name: 'a second document', draw: file('readOnlyPort: 1\n---\nreadOnlyPort: 2'), real: 'started' },
  {
    name: 'relative paths in the file',
    draw: launch([['--config=conf/kubelet.yaml']], {
      'conf/kubelet.yaml': `${HEAD}${ALONE}staticPodPath: ../manifests\ntlsCertFile: tls.crt\ntlsPrivateKeyFile: ./tls.key\n`,
    }),
    real: 'started',
  },
  {
    name: 'a CA file that is not there',
    draw: launch([['--client-ca-file={dir}/missing.crt']]),
    real: 'refused',
  },
  {
    name: 'a CA file without a certificate',
    draw: launch([['--client-ca-file={dir}/empty.crt']], { 'empty.crt': 'nothing\n' }),
    real: 'refused',
  },
  {
    name: 'an unknown cipher suite',
    draw: launch([['--tls-cipher-suites=ECDHE-RSA-AES128-GCM-SHA256']]),
    real: 'refused',
  },
  {
    name: 'a space in a list of cipher suites',
    draw: launch([['--tls-cipher-suites=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TLS_AES_128_GCM_SHA256']]),
    real: 'refused',
  },
  { name: 'an unknown TLS version', draw: launch([['--tls-min-version=TLS1.2']]), real: 'refused' },
  { name: 'run once', versions: ['1.34.1'], draw: launch([['--runonce']]), real: 'refused' },
  {
    name: 'a drop-in takes false and zero',
    draw: dropIns('readOnlyPort: 10255\nrotateCertificates: true', {
      'kubelet.d/a.conf': 'readOnlyPort: 0\nrotateCertificates: false',
    }),
    real: 'started',
  },
  {
    name: 'null in a drop-in',
    draw: dropIns('readOnlyPort: 10255', { 'kubelet.d/a.conf': 'readOnlyPort: null' }),
    real: 'started',
  },
  {
    name: 'a zero duration in a drop-in',
    draw: dropIns('streamingConnectionIdleTimeout: 1h', {
      'kubelet.d/a.conf': 'streamingConnectionIdleTimeout: 0s',
    }),
    real: 'started',
  },
  {
    name: 'a misspelt key of a drop-in over one that is set',
    draw: dropIns('readOnlyPort: 10255', { 'kubelet.d/a.conf': 'ReadOnlyPort: 1' }),
    real: 'started',
  },
  {
    name: 'a misspelt section of a drop-in',
    draw: dropIns('', { 'kubelet.d/a.conf': 'Authentication: {anonymous: {enabled: true}}' }),
    real: 'started',
  },
  {
    name: 'lists of drop-ins replace',
    draw: dropIns('tlsCipherSuites: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256]', {
      'kubelet.d/a.conf':
        'tlsCipherSuites: [TLS_AES_128_GCM_SHA256, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256]',
    }),
    real: 'started',
  },
  {
    name: 'directories come before files of the same stem',
    draw: dropIns('', {
      'kubelet.d/b/z.conf': 'eventRecordQPS: 5',
      'kubelet.d/b-c.conf': 'eventRecordQPS: 6',
      'kubelet.d/b.conf': 'eventRecordQPS: 4',
    }),
    real: 'started',
  },
  {
    name: 'only .conf counts',
    draw: dropIns('', {
      'kubelet.d/a.yaml': 'readOnlyPort: 1',
      'kubelet.d/a.conf.bak': 'readOnlyPort: 2',
      'kubelet.d/.conf': 'readOnlyPort: 3',
    }),
    real: 'started',
  },
  {
    name: 'a key twice in a drop-in',
    draw: dropIns('', { 'kubelet.d/a.conf': 'readOnlyPort: 1\nreadOnlyPort: 2' }),
    real: 'refused',
  },
  {
    name: 'an unknown key in a drop-in',
    draw: dropIns('', { 'kubelet.d/a.conf': 'noSuchKey: 1' }),
    real: 'started',
  },
  {
    name: 'a wrong type in a drop-in',
    draw: dropIns('', { 'kubelet.d/a.conf': 'readOnlyPort: "1"' }),
    real: 'refused',
  },
  {
    name: 'a wrong type that a later drop-in replaces',
    draw: dropIns('', { 'kubelet.d/a.conf': 'readOnlyPort: "1"', 'kubelet.d/b.conf': 'readOnlyPort: 1' }),
    real: 'started',
  },
  {
    name: 'a drop-in without kind',
    draw: dropIns('', { 'kubelet.d/a.conf': '!apiVersion: kubelet.config.k8s.io/v1beta1\n' }),
    real: 'refused',
  },
  {
    name: 'a drop-in without version',
    versions: ['1.31.0'],
    draw: dropIns('', { 'kubelet.d/a.conf': '!kind: Anything\nreadOnlyPort: 1\n' }),
    real: 'started',
  },
  {
    name: 'a drop-in of another version',
    versions: ['1.34.1'],
    draw: dropIns('', {
      'kubelet.d/a.conf': '!apiVersion: kubelet.config.k8s.io/v1\nkind: KubeletConfiguration\n',
    }),
    real: 'refused',
  },
  { name: 'an empty drop-in', draw: dropIns('', { 'kubelet.d/a.conf': '!' }), real: 'refused' },
  {
    name: 'drop-ins without a file',
    draw: launch([DIRECTORY], { 'kubelet.d/a.conf': `${HEAD}eventRecordQPS: 3\n` }),
    real: 'started',
  },
  { name: 'a directory that is not there', draw: launch([['--config-dir={dir}/missing']]), real: 'refused' },
  {
    name: 'a directory that is a link',
    draw: launch([CONFIG, ['--config-dir={dir}/link']], {
      'kubelet.yaml': HEAD + ALONE,
      'real/a.conf': `${HEAD}eventRecordQPS: 3\n`,
      link: { link: 'real' },
    }),
    real: 'started',
  },
  {
    name: 'a directory that is a link and ends in a slash',
    draw: launch([CONFIG, ['--config-dir={dir}/link/']], {
      'kubelet.yaml': HEAD + ALONE,
      'real/a.conf': `${HEAD}eventRecordQPS: 3\n`,
      link: { link: 'real' },
    }),
    real: 'started',
  },
  {
    name: 'a link to a directory among the drop-ins',
    draw: dropIns('', { 'real/a.conf': 'eventRecordQPS: 3', 'kubelet.d/sub': { link: '../real' } }),
    real: 'started',
  },
  {
    name: 'a link to a file among the drop-ins',
    draw: dropIns('', { 'real/a.yaml': 'eventRecordQPS: 3', 'kubelet.d/a.conf': { link: '../real/a.yaml' } }),
    real: 'started',
  },
  {
    name: 'flags over drop-ins',
    draw: launch([CONFIG, DIRECTORY, ['--read-only-port=7']], {
      'kubelet.yaml': HEAD + ALONE,
      'kubelet.d/a.conf': `${HEAD}readOnlyPort: 1\n`,
    }),
    real: 'started',
  },
  {
    name: 'a section twice',
    draw: file('authentication: {webhook: {enabled: false}, x509: {clientCAFile: ca.crt}}'),
    real: 'started',
  },
  {
    name: 'a file that begins like JSON and is YAML',
    draw: launch([CONFIG], {
      'kubelet.yaml': '{apiVersion: kubelet.config.k8s.io/v1beta1, kind: KubeletConfiguration}',
    }),
    real: 'refused',
  },
];
