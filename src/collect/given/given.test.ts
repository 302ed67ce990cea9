import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { KubetrueError } from '../../model/errors.ts';
import { valueIfPresent } from '../../model/fact.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { collectGiven } from './index.ts';
import { readGiven } from './read-given.ts';

const scratch = mkdtempSync(join(tmpdir(), 'kubetrue-given-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const options = { now: () => new Date('2026-11-26T10:00:00Z'), toolVersion: '0.0.0' };

function facts(texts: Readonly<Record<string, string | Buffer>>): Snapshot {
  const files = Object.entries(texts).map(([path, text]) => ({ path, bytes: Buffer.from(text) }));
  return collectGiven({ files, otherFiles: 0, links: 0, problems: [] }, options);
}

function objectsIn({ cluster }: Snapshot): string[] {
  return cluster?.state === 'asked' ? Object.keys(cluster.places ?? {}) : [];
}

const POD =
  'apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: shop}\nspec: {containers: [{name: c, image: i}]}\n';

function apiServer(lines: string): string {
  return `apiVersion: v1\nkind: Pod\nmetadata: {name: kube-apiserver, namespace: kube-system}\nspec:\n  containers:\n  - name: kube-apiserver\n    image: registry.k8s.io/kube-apiserver:v1.34.1\n${lines}`;
}

describe('paths', () => {
  const root = join(scratch, 'paths');
  mkdirSync(join(root, 'a/.git'), { recursive: true });
  mkdirSync(join(root, 'a/node_modules/x'), { recursive: true });
  for (const name of ['a/pod.yaml', 'a/.git/pod.yaml', 'a/node_modules/x/pod.yaml', 'a/code.ts', 'no-ending'])
    writeFileSync(join(root, name), POD);
  symlinkSync('pod.yaml', join(root, 'a/link.yaml'));
  symlinkSync('nowhere', join(root, 'a/broken.yaml'));

  it('that are directories lead to the files that may be manifests, and to no links', () => {
    const given = readGiven([root], null);

    expect(given.files.map(({ path }) => path)).toEqual([join(root, 'a/pod.yaml')]);
    expect(given).toMatchObject({ otherFiles: 2, links: 2, problems: [] });
  });

  it('that are named are read whatever their ending, links too, and once', () => {
    const paths = [join(root, 'no-ending'), join(root, 'a/link.yaml'), join(root, 'no-ending')];

    expect(readGiven(paths, null).files).toHaveLength(2);
  });

  it.each([
    ['that are not there', 'nothing.yaml', /no such file/],
    ['of a broken link', 'a/broken.yaml', /leads nowhere/],
    ['below a file', 'no-ending/x.yaml', /not a directory/],
  ])('%s are an error of the user', (_, path, why) => {
    const reading = () => readGiven([join(root, path)], null);

    expect(reading).toThrow(KubetrueError);
    expect(reading).toThrow(why);
  });

  it('that are `-` are standard input', () => {
    expect(readGiven(['-'], Buffer.from(POD)).files).toEqual([
      { path: '-', bytes: Buffer.from(POD), named: true },
    ]);
  });

  it('that cannot be read are problems where a directory was given, and errors where they were named', () => {
    const large = join(root, 'large');
    mkdirSync(large);
    writeFileSync(join(large, 'pod.yaml'), POD);
    truncateSync(join(large, 'pod.yaml'), 33 * 1024 * 1024);

    expect(readGiven([large], null).problems).toMatchObject([{ problem: 'larger than 32 MiB' }]);
    expect(() => readGiven([join(large, 'pod.yaml')], null)).toThrow(/larger than/);
  });
});

describe('documents', () => {
  it.each<[string, string, string[]]>([
    [
      'a stream',
      `---\n${POD}---\n# nothing\n---\n${POD.replace('name: p,', 'name: q,')}`,
      ['Pod shop/p', 'Pod shop/q'],
    ],
    [
      'a List',
      `apiVersion: v1\nkind: List\nitems:\n- ${POD.trim().replaceAll('\n', '\n  ')}\n`,
      ['Pod shop/p'],
    ],
    ['JSON', '{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"shop"}}', ['Namespace shop']],
    ['Windows line ends', POD.replaceAll('\n', '\r\n'), ['Pod shop/p']],
    ['a byte order mark', `\ufeff${POD}`, ['Pod shop/p']],
    ['kinds of other groups', POD.replace('apiVersion: v1', 'apiVersion: example.com/v1'), []],
    ['a kind without apiVersion', 'kind: Pod\n', []],
    [
      'a text that holds a manifest',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  pod: |\n    kind: Pod\n',
      [],
    ],
  ])('of %s', (_, text, names) => {
    const found = facts({ 'f.yaml': text });

    expect(objectsIn(found)).toEqual(names);
    expect(found.given?.problems).toEqual([]);
  });

  it('keep the lines of the file', () => {
    const { cluster } = facts({
      'f.yaml': `# a comment\n---\n${POD}---\n${POD.replace('name: p,', 'name: q,')}`,
    });

    expect(cluster).toMatchObject({ places: { 'Pod shop/p': { line: 3 }, 'Pod shop/q': { line: 8 } } });
  });

  it.each<[string, string | Buffer, RegExp, number]>([
    ['tabs', 'apiVersion: v1\nkind: Pod\nmetadata:\n\tname: x\n', /not the YAML/, 4],
    [
      'bytes that are not UTF-8',
      Buffer.from('kind: Pod\napiVersion: v1\nname: \xff\n', 'latin1'),
      /UTF-8/,
      1,
    ],
    ['a bomb', bomb(), /aliasing|values/, 1],
    ['a template of Helm', POD.replace('name: p', 'name: {{ .Values.name }}'), /not rendered/, 1],
    ['a quoted template of Helm', POD.replace('image: i', 'image: "{{ .Values.image }}"'), /not rendered/, 1],
    ['a list that never ends', 'apiVersion: v1\nkind: Pod\nmetadata: {name: [\n', /not the YAML/, 3],
  ])('with %s are a problem with file and line', (_, text, why, line) => {
    const { given } = facts({ 'f.yaml': text, 'g.yaml': POD });

    expect(given?.problems).toEqual([
      { path: 'f.yaml', line: expect.any(Number), problem: expect.stringMatching(why) },
    ]);
    expect(given?.problems[0]?.line).toBeGreaterThanOrEqual(line);
    expect(given?.judged).toEqual(['g.yaml']);
  });

  it.each<[string, string, number, RegExp]>([
    ['that end before their apiVersion', 'kind: Pod\nmetadata: {name: [\n', 3, /end with a \]$/],
    ['of which the first key is broken', 'metadata:\n\tname: x\nspec: {}\n', 2, /Tabs.*, in `name:`$/],
    ['that name a kind on a line of its own', 'apiVersion: v1\nkind:\n  Pod\nspec: [\n', 5, /not the YAML/],
    ['with a misspelt kind', 'apiVersion: v1\nknid: Pod\nspec: [\n', 4, /not the YAML/],
    ['without colons', 'apiVersion v1\nkind Pod\nspec: {}\n', 1, /not the YAML/],
    [
      'whose kind stands further left',
      '  metadata: {}\napiVersion: v1\nkind: Pod\n',
      3,
      /does not read this/,
    ],
    ['in JSON that are cut off', '{"kind": "Pod", "metadata": {"na', 1, /not the YAML/],
  ])('%s are a problem with the line', (_, text, line, why) => {
    const { given } = facts({ 'f.yaml': text, 'g.yaml': POD });

    expect(given?.problems).toEqual([{ path: 'f.yaml', line, problem: expect.stringMatching(why) }]);
  });

  it.each([
    ['behind a question mark', POD.replace(/^kind: Pod/m, '? kind\n: Pod')],
    [
      'behind a question mark, below another one',
      `x: {kind: Foo}\n${POD.replace(/^kind: Pod/m, '? kind\n: Pod')}`,
    ],
    ['by escapes, below another one', `x: {kind: Foo}\n${POD.replace(/^kind:/m, '"k\\u0069nd":')}`],
    ['by escapes', POD.replace(/^kind:/m, '"k\\u0069nd":')],
    ['beside a version by escapes', POD.replace(/^apiVersion:/m, '"api\\x56ersion":')],
    [
      'in JSON with the colon on the next line',
      '{"apiVersion": "v1", "kind"\n: "Pod", "metadata": {"name": "a"}}',
    ],
  ])('that name their kind %s are judged', (_, text) => {
    expect(facts({ 'f.yaml': text }).given).toMatchObject({
      judged: ['f.yaml'],
      passedOver: 0,
      problems: [],
    });
  });

  it('that have keys of Kubernetes, no kind that could be seen, and are large, are told of', () => {
    const { given } = facts({ 'f.yaml': `metadata: {}\nspec:\n${'  - a: "b\n'.repeat(40_000)}` });

    expect(given?.notes).toEqual([
      expect.stringMatching(/^f\.yaml:1 was passed over: no kind could be seen/),
    ]);
  });

  it('that have keys of Kubernetes and are nested too deeply are a problem', () => {
    const { given } = facts({ 'f.yaml': `metadata: {}\nspec: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n` });

    expect(given?.problems).toMatchObject([{ path: 'f.yaml', problem: 'nested too deeply' }]);
  });

  it('show the key of a broken line and never its value', () => {
    const { given } = facts({ 'f.yaml': `${POD}stringData:\n  token: "s3cret\n  other: s3cret: s3cret\n` });

    expect(given?.problems).toHaveLength(1);
    expect(JSON.stringify(given)).not.toContain('s3cret');
  });

  it.each<[string, string, string]>([
    ['a template without a kind that is judged', 'ingress.yaml', '{{- if .Values.x }}\nmetadata:\n  a: [\n'],
    ['another kind', 'crd.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: [\n'],
    ['a workflow', 'ci.yaml', 'name: ci\non: [push]\njobs: {test: {runs-on: ubuntu-latest}}\n'],
    ['services of Compose', 'compose.yaml', 'services:\n  web: {image: nginx}\n'],
    ['comments in JSON', 'tsconfig.json', '{\n  // strict\n  "strict": true\n}\n'],
    ['a configuration that is no YAML', 'nginx.conf', 'server {\n  listen 80;\n}\n'],
  ])('of %s are passed over without a word', (_, path, text) => {
    const { given } = facts({ [path]: text });

    expect(given).toMatchObject({ problems: [], notes: [], passedOver: 1 });
  });

  it('that cannot be parsed, and of which nothing says what they are, are mentioned', () => {
    const broken = { path: 'ci.yaml', bytes: Buffer.from('on: [push\njobs: {}\n') };
    const inDirectory = collectGiven({ files: [broken], otherFiles: 0, links: 0, problems: [] }, options);
    const named = collectGiven(
      { files: [{ ...broken, named: true }], otherFiles: 0, links: 0, problems: [] },
      options,
    );

    expect(inDirectory.given).toMatchObject({
      problems: [],
      notes: [expect.stringMatching(/^ci\.yaml:2 was/)],
    });
    expect(named.given).toMatchObject({ problems: [{ path: 'ci.yaml', line: 2 }], notes: [] });
  });

  it('with braces that no template of Helm has are what they are', () => {
    const { given } = facts({ 'f.yaml': POD.replace('image: i', 'image: i, args: ["{{ $labels.pod }}"]') });

    expect(given?.problems).toEqual([]);
  });

  it('of kinds that are not read yet are named', () => {
    const { given } = facts({
      'e.yaml': 'apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\n',
      'k3s.yaml': 'kube-apiserver-arg:\n- profiling=true\n',
    });

    expect(given).toMatchObject({ judged: [], passedOver: 2 });
    expect(given?.notes.join('\n')).toMatch(/EncryptionConfiguration[\s\S]*K3s/);
  });

  it('that stand twice are both judged, and that is said', () => {
    const { given, cluster } = facts({ 'a.yaml': POD, 'b.yaml': POD.replace('image: i', 'image: j') });

    expect(given?.notes).toEqual(['Pod shop/p is there 2 times (a.yaml:1, b.yaml:1); each is judged.']);
    expect(cluster).toMatchObject({ podSpecs: [{}, {}] });
  });

  it('that stand there many times are told by the first places', () => {
    const { given } = facts(Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((name) => [name, POD])));

    expect(given?.notes).toEqual(['Pod shop/p is there 5 times (a:1, b:1, c:1, 2 more); each is judged.']);
  });

  it('that are patches are passed over, and that is said', () => {
    const patch =
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {spec: {containers: [{name: c}]}}}\n';

    const found = facts({ 'patch.yaml': patch });

    expect(found.cluster).toBeUndefined();
    expect(found.given?.notes.join()).toMatch(/kustomize build/);
  });

  it('of five megabytes that nobody asks about take no time', () => {
    const big = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n${'  k: vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv\n'.repeat(140_000)}`;
    const before = process.cpuUsage().user;

    expect(facts({ 'big.yaml': `${big}---\n${POD}` }).given?.judged).toEqual(['big.yaml']);
    expect((process.cpuUsage().user - before) / 1000).toBeLessThan(2000);
  });
});

function bomb(): string {
  const levels = Array.from({ length: 9 }, (_, level) => {
    const item = level === 0 ? 'x' : `*a${level - 1}`;
    return `a${level}: &a${level} [${Array.from({ length: 10 }, () => item).join(', ')}]`;
  });
  return `apiVersion: v1\nkind: Pod\n${levels.join('\n')}\n`;
}

describe('what a container starts', () => {
  it.each<[string, string, readonly string[]]>([
    ['its command', '    command: [kube-apiserver, --a=1]\n', ['kube-apiserver', '--a=1']],
    ['command and args', '    command: [kube-apiserver]\n    args: [--a=1]\n', ['kube-apiserver', '--a=1']],
    [
      'a path',
      '    command: [/usr/local/bin/kube-apiserver, --a=1]\n',
      ['/usr/local/bin/kube-apiserver', '--a=1'],
    ],
    ['arguments of the image', '    args: [--a=1]\n', ['kube-apiserver', '--a=1']],
    [
      'a wrapper',
      '    command: [/go-runner, --log-file=/l, kube-apiserver, --a=1]\n',
      ['kube-apiserver', '--a=1'],
    ],
    [
      'variables',
      '    command: [kube-apiserver, "--a=$(A)", "--b=$(B)", "--c=$$(A)"]\n    env: [{name: A, value: x}]\n',
      ['kube-apiserver', '--a=x', '--b=$(B)', '--c=$(A)'],
    ],
  ])('by %s', (_, lines, words) => {
    const [process] = facts({ 'm.yaml': apiServer(lines) }).processes;

    expect(valueIfPresent(process?.argv)).toEqual(words);
    expect(process?.planned).toMatchObject({
      path: 'm.yaml',
      line: 6,
      what: 'Pod kube-system/kube-apiserver',
    });
  });

  it.each([
    ['its image alone', '', /its image decides/],
    ['a shell', '    command: [sh, -c, "exec kube-apiserver --a=1"]\n', /shell/],
    [
      'a variable of the node',
      '    command: [kube-apiserver, "--advertise-address=$(IP)"]\n    env: [{name: IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}]\n',
      /only where it runs/,
    ],
  ])('by %s is not known', (_, lines, why) => {
    const [process] = facts({ 'm.yaml': apiServer(lines) }).processes;

    expect(process?.argv).toMatchObject({ state: 'unreadable', reason: expect.stringMatching(why) });
  });

  it('is nothing where the component only prints its version', () => {
    expect(facts({ 'm.yaml': apiServer('    command: [kube-apiserver, --version]\n') }).processes).toEqual(
      [],
    );
  });

  it('has each word at its line', () => {
    const [process] = facts({
      'm.yaml': apiServer('    command:\n    - kube-apiserver\n    # why\n    - --a=1\n'),
    }).processes;

    expect(process?.argvOrigins).toEqual([
      { kind: 'file', path: 'm.yaml', line: 9 },
      { kind: 'file', path: 'm.yaml', line: 11 },
    ]);
  });

  it('never holds a secret', () => {
    const lines =
      '    command: [etcd]\n    env: [{name: ETCD_INITIAL_CLUSTER_TOKEN, value: hunter2}, {name: PASSWORD, value: hunter3}]\n';
    const text = JSON.stringify(facts({ 'm.yaml': apiServer(lines).replaceAll('kube-apiserver', 'etcd') }));

    expect(text).not.toMatch(/hunter3/);
  });
});

describe('drop-ins of the kubelet', () => {
  const base = 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nreadOnlyPort: 10255\n';

  it('are laid over the one file that is given with them', () => {
    const { processes } = facts({ 'd/config.yaml': base, 'd/conf.d/10.conf': base });

    expect(processes).toHaveLength(1);
    expect(valueIfPresent(processes[0]?.argv)?.join(' ')).toContain('--config-dir=');
  });

  it('alone leave open what they do not set', () => {
    const { processes } = facts({ 'conf.d/10.conf': base });

    expect(processes[0]?.planned?.unsaid).toContain('*');
  });
});

describe('kubeadm', () => {
  const cluster =
    'apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nkubernetesVersion: v1.34.1\n';

  it('starts the control plane, the kubelet and the proxy of one file', () => {
    const { processes, node } = facts({ 'k.yaml': cluster });

    expect(processes.map(({ component }) => component)).toEqual([
      ...['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'etcd', 'kubelet', 'kube-proxy'],
    ]);
    expect(node.kubernetes).toMatchObject({ value: 'v1.34.1' });
  });

  it.each([
    ['v1beta1', 'v1.19.16', ['--insecure-port=0', '--port=0']],
    ['v1beta2', 'v1.21.14', ['--insecure-port=0', '--port=0', '--service-account-issuer']],
    ['v1beta2', 'v1.22.17', ['--port=0', '--service-account-issuer']],
    ['v1beta2', 'v1.23.17', ['--service-account-issuer']],
    ['v1beta3', 'v1.31.0', ['--service-account-issuer']],
  ])('of %s gives what %s gave', (api, version, changing) => {
    const text = `apiVersion: kubeadm.k8s.io/${api}\nkind: ClusterConfiguration\nkubernetesVersion: ${version}\napiServer: {extraArgs: {profiling: "false"}}\n`;
    const words = facts({ 'k.yaml': text }).processes.flatMap(({ argv }) => valueIfPresent(argv) ?? []);
    const found = words.filter((word) => /^--(?:insecure-port|port|service-account-issuer)=/.test(word));

    expect(words).toContain('--profiling=false');
    expect([...new Set(found)].map((word) => word.replace(/=https.*/, '')).sort()).toEqual(changing);
  });

  it.each([
    ['', /depends on kubernetesVersion/],
    ['kubernetesVersion: v1.17.0\n', /before 1\.18 gives it is not described/],
  ])('of old versions does not guess what it gave: %j', (version, because) => {
    const text = `apiVersion: kubeadm.k8s.io/v1beta2\nkind: ClusterConfiguration\n${version}`;
    const [server] = facts({ 'k.yaml': text }).processes;

    expect(server?.argv).toMatchObject({ state: 'unreadable', reason: expect.stringMatching(because) });
  });

  it('leaves open what patches on the host change', () => {
    const init =
      'apiVersion: kubeadm.k8s.io/v1beta4\nkind: InitConfiguration\npatches: {directory: /etc/patches}\n';

    const { processes } = facts({ 'k.yaml': `${init}---\n${cluster}` });

    const open = processes.filter(({ argv }) => argv.state === 'unreadable');
    expect(open.map(({ component }) => component)).toEqual([
      ...['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'etcd', 'kubelet'],
    ]);
  });

  it('gives a node that joins the configuration of its cluster, which only a cluster in the same file tells', () => {
    const join = 'apiVersion: kubeadm.k8s.io/v1beta4\nkind: JoinConfiguration\n';
    const files = (text: string) =>
      facts({ 'k.yaml': text }).processes.at(-1)?.files['/var/lib/kubelet/config.yaml'];

    expect(files(join)?.state).toBe('unreadable');
    expect(files(`${cluster}---\n${join}`)?.state).toBe('present');
  });
});
