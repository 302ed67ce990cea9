import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { valueIfPresent } from '../../../model/fact.ts';
import type { ProcessFacts, Snapshot } from '../../../model/snapshot.ts';
import { collectGiven } from '../index.ts';

const options = { now: () => new Date('2026-11-26T10:00:00Z'), toolVersion: '0.0.0' };

function facts(texts: Readonly<Record<string, string | Buffer>>): Snapshot {
  const files = Object.entries(texts).map(([path, text]) => ({ path, bytes: Buffer.from(text) }));
  return collectGiven({ files, otherFiles: 0, links: 0, problems: [] }, options);
}

function of(text: string | Buffer, path = 'user-data'): Snapshot {
  return facts({ [path]: text });
}

function problemsIn({ given }: Snapshot): string[] {
  return (given?.problems ?? []).map(({ path, line, problem }) => `${path}:${line} ${problem}`);
}

function kubelet({ processes }: Snapshot): ProcessFacts {
  const found = processes.find(({ component }) => component === 'kubelet');
  if (found === undefined) throw new Error('no kubelet');
  return found;
}

function byUnit({ processes }: Snapshot): ProcessFacts {
  const found = processes.find(({ planned }) => planned?.form.kind === 'unit');
  if (found === undefined) throw new Error('no unit');
  return found;
}

/** The line of a text that has these words. */
function lineWith(text: string | Buffer, words: string): number {
  const lines = text.toString('utf8').split('\n');
  return lines.findIndex((line) => line.includes(words)) + 1;
}

function words(process: ProcessFacts): readonly string[] | string {
  const { argv } = process;
  return argv.state === 'present' ? argv.value : argv.state === 'unreadable' ? argv.reason : argv.state;
}

/** `key=value line`, of a configuration file by the path that the process has for it. */
function settings(process: ProcessFacts, named: string): string[] | string {
  const fact = process.files[named];
  const content = fact?.state === 'present' ? valueIfPresent(fact.value.content) : undefined;
  if (content?.kind !== 'config') return fact?.state ?? 'not wanted';
  return content.entries
    .filter(({ type }) => type !== 'map')
    .map(({ path, value, line }) => `${path.join('.')}=${String(value)} ${line}`);
}

const base64 = (text: string | Buffer) => Buffer.from(text).toString('base64');
const CONFIG = '/var/lib/kubelet/config.yaml';
const HEAD = 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n';
const UNIT = `[Service]\nEnvironmentFile=-/etc/default/kubelet\nExecStart=/usr/bin/kubelet --config=${CONFIG} $KUBELET_EXTRA_ARGS\n`;

function indented(text: string, by = '    '): string {
  return text.replace(/^(?=.)/gm, by);
}

interface Written {
  path: string;
  content: string;
  encoding?: string;
  more?: string;
}

/** `write_files`, each content as a literal block. */
function userData(...files: Written[]): string {
  const items = files.map(
    ({ path, content, encoding, more }) =>
      `- path: ${path}\n${encoding === undefined ? '' : `  encoding: ${encoding}\n`}${more === undefined ? '' : `  ${more}\n`}  content: |\n${indented(content)}`,
  );
  return `#cloud-config\nwrite_files:\n${items.join('')}`;
}

const NODE: Written[] = [
  { path: '/etc/systemd/system/kubelet.service', content: UNIT },
  { path: '/etc/default/kubelet', content: 'KUBELET_EXTRA_ARGS=--read-only-port=10255\n' },
  { path: CONFIG, content: `${HEAD}readOnlyPort: 1\n` },
];

function ignition(storage: object, systemd: object = {}, version = '3.4.0'): string {
  return JSON.stringify({ ignition: { version }, storage, systemd }, null, 2);
}

function dataFile(path: string, source: string, more: object = {}): object {
  return { path, contents: { source, ...more } };
}

describe('user data of cloud-init', () => {
  it('is one node: its unit reads its environment file and its configuration, each at its line', () => {
    const snapshot = of(userData(...NODE));
    const process = kubelet(snapshot);

    expect(words(process)).toEqual(['/usr/bin/kubelet', `--config=${CONFIG}`, '--read-only-port=10255']);
    expect(process.argvOrigins?.map((origin) => ('line' in origin ? origin.line : null))).toEqual([7, 7, 10]);
    expect(settings(process, CONFIG)).toContain('readOnlyPort=1 15');
    expect(process.planned).toMatchObject({
      path: 'user-data',
      line: 7,
      carried: '/etc/systemd/system/kubelet.service',
    });
    expect(snapshot.given).toMatchObject({ judged: ['user-data'], passedOver: 0, problems: [] });
    expect(snapshot.processes).toHaveLength(1);
  });

  it.each([
    ['b64', base64],
    ['Base64 ', base64],
    ['gz+b64', (text: string) => base64(gzipSync(text))],
    ['gzip+base64', (text: string) => base64(gzipSync(text))],
  ])('unpacks %s, whose lines are all that of its content', (encoding, pack) => {
    const text = `#cloud-config\nwrite_files:\n- path: ${CONFIG}\n  encoding: "${encoding}"\n  content: ${pack(`${HEAD}readOnlyPort: 1\n`)}\n`;

    expect(settings(kubelet(of(text)), '/configuration')).toContain('readOnlyPort=1 5');
  });

  it('has the lines of a text that is quoted or folded at its key', () => {
    const text = `#cloud-config\nwrite_files:\n- path: ${CONFIG}\n  content: "${HEAD.replaceAll('\n', '\\n')}readOnlyPort: 1\\n"\n`;

    expect(settings(kubelet(of(text)), '/configuration')).toContain('readOnlyPort=1 4');
  });

  it.each([
    [
      'the last of a path counts',
      [`${HEAD}readOnlyPort: 1\n`, `${HEAD}readOnlyPort: 2\n`],
      'readOnlyPort=2 12',
    ],
    [
      'what is deferred comes last',
      [`${HEAD}readOnlyPort: 1\n`, `${HEAD}readOnlyPort: 2\n`, 'defer'],
      'readOnlyPort=1 8',
    ],
    ['what is appended has its own lines', [`${HEAD}`, 'readOnlyPort: 2\n', 'append'], 'readOnlyPort=2 10'],
  ])('%s', (_, [first = '', second = '', more], expected) => {
    const text = userData(
      { path: CONFIG, content: first, ...(more === 'defer' ? { more: 'defer: true' } : {}) },
      { path: CONFIG, content: second, ...(more === 'append' ? { more: 'append: true' } : {}) },
    );

    expect(settings(kubelet(of(text)), '/configuration')).toContain(expected);
  });

  it('does not know a file that it adds to', () => {
    const text = userData({ path: CONFIG, content: HEAD, more: 'append: true' });

    expect(problemsIn(of(text))).toEqual([
      `user-data:3 ${CONFIG}: it adds to a file that the node may have already`,
    ]);
  });

  it('takes paths for names: from the root, and never out of it', () => {
    const text = userData({ path: 'etc/../../etc/default/kubelet', content: 'KUBELET_EXTRA_ARGS=--v=2\n' });

    expect(kubelet(of(text)).planned?.carried).toBe('/etc/default/kubelet');
  });

  it('does not take a file of another path for the one that a unit names', () => {
    const files = [NODE[0], NODE[1], { path: '/opt/config.yaml', content: HEAD }];
    const process = byUnit(of(userData(...files.flatMap((file) => file ?? []))));

    expect(settings(process, CONFIG)).toBe('unreadable');
  });

  it('does not know a kubelet whose drop-ins are not known', () => {
    const unit = '/etc/systemd/system/kubelet.service.d/10.conf\n  source: {uri: "https://user:hunter2@x/y"}';
    const config = '/etc/kubernetes/kubelet.conf.d/10.conf\n  source: {uri: "https://x/y"}';
    const overUnit = of(userData(...NODE, { path: unit, content: '' }));
    const overConfig = of(userData({ path: CONFIG, content: HEAD }, { path: config, content: '' }));

    expect(words(byUnit(overUnit))).toMatch(/10\.conf is not known: its content lies at an address/);
    expect(words(kubelet(overConfig))).toMatch(/10\.conf may be laid over its configuration/);
    expect(problemsIn(overUnit)).toHaveLength(1);
    expect(JSON.stringify(overUnit)).not.toContain('hunter2');
  });

  it('judges static Pods, with the files that their container sees of the node', () => {
    const pod = (mount: string) =>
      `apiVersion: v1\nkind: Pod\nmetadata: {name: kube-apiserver, namespace: kube-system}\nspec:\n  containers:\n  - name: kube-apiserver\n    image: registry.k8s.io/kube-apiserver:v1.34.1\n    command: [kube-apiserver, --audit-policy-file=/in/audit.yaml]\n    volumeMounts: [${mount}]\n  volumes: [{name: a, hostPath: {path: /etc/kubernetes/audit}}]\n`;
    const policy = {
      path: '/etc/kubernetes/audit/audit.yaml',
      content: 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n- level: None\n',
    };
    const text = (mount: string) =>
      userData({ path: '/etc/kubernetes/manifests/a.yaml', content: pod(mount) }, policy);
    const read = (mount: string) => {
      const [process] = of(text(mount)).processes;
      return process === undefined ? [] : settings(process, '/in/audit.yaml');
    };
    const seen = '{name: a, mountPath: /in/}';

    expect(read(seen)).toContain(`rules.0.level=None ${lineWith(text(seen), 'level: None')}`);
    expect(read('{name: a, mountPath: /other}')).toBe('unreadable');
    expect(read('{name: a, mountPath: /in, subPath: x}')).toBe('unreadable');
    expect(read('{name: a, mountPath: /in}, {name: b, mountPath: /in/audit.yaml}')).toBe('unreadable');
  });

  it('keeps no secret of an encryption configuration, and says nothing of it but its kind', () => {
    const flags = '--encryption-provider-config=/etc/enc.yaml';
    const enc = `apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\nresources: [{resources: [secrets], providers: [{aescbc: {keys: [{name: k, secret: aHVudGVyMg==}]}}]}]\n`;
    const unit = `[Service]\nExecStart=/usr/bin/kube-apiserver ${flags}\n`;
    const snapshot = of(
      userData(
        { path: '/etc/systemd/system/kube-apiserver.service', content: unit },
        { path: '/etc/enc.yaml', content: base64(enc), encoding: 'b64' },
      ),
    );

    expect(settings(byUnit(snapshot), '/etc/enc.yaml')).toContain('kind=EncryptionConfiguration 9');
    expect(JSON.stringify(snapshot)).not.toMatch(/aHVudGVyMg|hunter2/);
  });

  it('judges what K3s reads', () => {
    const snapshot = of(
      userData({
        path: '/etc/rancher/k3s/config.yaml',
        content: 'token: hunter2\nkube-apiserver-arg: [profiling=true]\n',
      }),
    );
    const server = snapshot.processes.find(({ component }) => component === 'kube-apiserver');

    expect(server?.planned).toMatchObject({ path: 'user-data', line: 6 });
    expect(snapshot.given?.notes).toEqual([
      expect.stringMatching(/^user-data: \/etc\/rancher\/k3s\/config\.yaml is judged as K3s /),
    ]);
    expect(JSON.stringify(snapshot)).not.toContain('hunter2');
  });

  it('of two files is two nodes', () => {
    const snapshot = facts({ 'a.yaml': userData(...NODE.slice(0, 1)), 'b.yaml': userData(...NODE.slice(1)) });

    expect(snapshot.processes.map(({ planned }) => planned?.path)).toEqual(['a.yaml', 'b.yaml', 'b.yaml']);
    expect(words(kubelet(snapshot))).toMatch(/is not among the given files/);
  });

  it('tells what it runs and fetches, and what it does not read', () => {
    const more = 'runcmd: [kubeadm init]\nbootcmd: [x]\ncoreos: {units: []}\n';
    const text = `${userData({ path: '/etc/kubernetes/azure.json\n  source: {uri: "https://x"}', content: '' })}${more}`;

    expect(of(text).given).toMatchObject({
      problems: [],
      notes: [
        'user-data has commands (bootcmd), commands (runcmd), units and files of coreos-cloudinit (coreos): not read.',
        'user-data:3: /etc/kubernetes/azure.json was not read: its content lies at an address, which is not fetched.',
      ],
    });
  });
});

describe('user data that is broken', () => {
  const item = (rest: string) => `#cloud-config\nwrite_files:\n- path: ${CONFIG}\n  ${rest}\n`;
  const bomb = base64(gzipSync(Buffer.alloc(80 * 1024 * 1024)));

  it.each([
    ['no whole base64', item('encoding: b64\n  content: YXBpVmV'), 3, /no whole base64/],
    [
      'no whole gzip',
      item(`encoding: gz+b64\n  content: ${base64(gzipSync(HEAD)).slice(0, 40)}`),
      3,
      /no whole gzip/,
    ],
    ['a bomb', item(`encoding: gz+b64\n  content: ${bomb}`), 3, /larger than 64 MiB/],
    ['a number', item('content: 5'), 3, /no text/],
    ['a map', item('content: {a: b}'), 3, /no text/],
    ['bytes', item('encoding: gz\n  content: !!binary H4sI'), 3, /is bytes/],
    ['no path', '#cloud-config\nwrite_files:\n- content: x\n', 3, /no path/],
    ['no list', '#cloud-config\nwrite_files: {path: x}\n', 2, /no list/],
    ['no map', '#cloud-config\n- write_files\n', 2, /no map/],
    ['no YAML', '#cloud-config\nwrite_files: [\n', 3, /not the YAML/],
    ['two documents', `${userData(...NODE)}---\na: b\n`, 16, /more than one document/],
    [
      'a broken manifest',
      item('content: "kind: Pod\\napiVersion: v1\\nspec: ["'),
      4,
      /config\.yaml: not the YAML that Kubernetes/,
    ],
    ['no UTF-8', Buffer.concat([Buffer.from('#cloud-config\n'), Buffer.of(0xff)]), 1, /UTF-8/],
    ['a packed text that ends early', gzipSync(userData(...NODE)).subarray(0, 60), 1, /no whole gzip/],
    ['too deep', nested(5), 5, /too deeply/],
  ])('because of %s is a problem with its line', (_, text, line, problem) => {
    const found = of(text).given?.problems ?? [];

    expect(found.length).toBeGreaterThan(0);
    expect(found[0]).toMatchObject({ path: 'user-data', line });
    expect(found.map((one) => one.problem).join(' ')).toMatch(problem);
  });

  it('never says what stands there', () => {
    const text = userData({ path: CONFIG, content: `${HEAD}staticPodURLHeader: {Authorization: [hunter2\n` });

    expect(problemsIn(of(text))).toHaveLength(1);
    expect(JSON.stringify(of(text))).not.toContain('hunter2');
  });

  function nested(depth: number): string {
    const text = depth === 0 ? userData(...NODE) : nested(depth - 1);
    return `#cloud-config\nwrite_files:\n- path: /seed/user-data\n  encoding: b64\n  content: ${base64(text)}\n`;
  }
});

describe('user data within user data', () => {
  it('are of the same node, at the line of the outer', () => {
    const inner = userData(...NODE);
    const literal = userData({ path: '/seed/user-data', content: inner });
    const packed = ignition({ files: [dataFile('/seed/user-data', `data:;base64,${base64(inner)}`)] });

    expect(settings(kubelet(of(literal)), CONFIG)).toContain('readOnlyPort=1 19');
    expect(settings(kubelet(of(packed)), CONFIG)).toContain('readOnlyPort=1 10');
  });
});

describe('user data in several parts', () => {
  const cc = 'Content-Type: text/cloud-config; charset="us-ascii"';
  const one = (port: number) => userData({ path: CONFIG, content: `${HEAD}readOnlyPort: ${port}\n` });
  const other = userData({ path: '/other', content: 'x\n' });

  function mime(...parts: [headers: string, body: string][]): string {
    const bodies = parts.map(([headers, body]) => `--==B==\n${headers}\n\n${body}\n`);
    return `Content-Type: multipart/mixed; boundary="==B=="\nMIME-Version: 1.0\n\n${bodies.join('')}--==B==--\n`;
  }

  it.each([
    ['literal', mime([cc, one(1)])],
    ['with line breaks of Windows', mime([cc, one(1)]).replaceAll('\n', '\r\n')],
    ['without its type', mime(['Content-Type: text/plain', one(1)])],
    ['behind a script', mime(['Content-Type: text/x-shellscript', '#!/bin/sh'], [cc, one(1)])],
    [
      'within another',
      mime(['Content-Type: multipart/mixed; boundary=in', `--in\n${cc}\n\n${one(1)}--in--`]),
    ],
    ['in an archive', `#cloud-config-archive\n- type: text/cloud-config\n  content: |\n${indented(one(1))}`],
    ['that are one', one(1)],
  ])('are read, %s, with their lines', (_, text) => {
    const line = lineWith(text, 'readOnlyPort: 1');

    expect(settings(kubelet(of(text)), '/configuration')).toContain(`readOnlyPort=1 ${line}`);
    expect(problemsIn(of(text))).toEqual([]);
  });

  const packed = 'Content-Type: application/gzip\nContent-Transfer-Encoding: base64';
  it.each([
    ['in base64', mime([`${cc}\nContent-Transfer-Encoding: base64`, base64(one(1))]), 8],
    ['packed', mime([packed, base64(gzipSync(one(1)))]), 8],
    ['all packed', gzipSync(mime([cc, one(1)])), 1],
  ])('are read, %s, at the line where they begin', (_, text, line) => {
    expect(settings(kubelet(of(text)), '/configuration')).toContain(`readOnlyPort=1 ${line}`);
    expect(problemsIn(of(text))).toEqual([]);
  });

  const append = 'Merge-Type: list(append)+dict(no_replace,recurse_list)+str()';
  it.each([
    ['the later takes the place of the earlier', mime([cc, one(1)], [cc, other]), 0],
    ['a later with no value leaves none', mime([cc, one(1)], [cc, '#cloud-config\nwrite_files:']), 0],
    ['what is no type is looked into', mime(['Content-Type: x', one(1)]), 1],
    ['a later without files leaves them', mime([cc, one(1)], [cc, '#cloud-config\na: b']), 1],
    ['a header has them appended', mime([cc, one(1)], [`${cc}\n${append}`, other]), 1],
    [
      'a key has them prepended',
      mime([cc, one(1)], [cc, `${one(2)}merge_how: "dict(recurse_array)+list(prepend)"`]),
      1,
    ],
    [
      'a key has the earlier kept',
      mime([cc, one(1)], [cc, `${other}merge_how: "dict(no_replace)+list()"`]),
      1,
    ],
    [
      'settings of a key',
      mime(
        [cc, one(1)],
        [cc, `${other}merge_how: [{name: list, settings: [append]}, {name: dict, settings: [recurse_list]}]`],
      ),
      1,
    ],
  ])('are merged: %s', (_, text, kubelets) => {
    const found = of(text);

    expect(problemsIn(found)).toEqual([]);
    expect(
      found.processes.map((process) =>
        settings(process, '/configuration').includes(`readOnlyPort=1 ${lineWith(text, 'readOnlyPort: 1')}`),
      ),
    ).toEqual(Array.from({ length: kubelets }, () => true));
  });

  it.each([
    [
      'item by item',
      mime([cc, one(1)], [cc, `${other}merge_how: "dict(recurse_list)+list(recurse_dict)"`]),
      /merged is not understood/,
    ],
    [
      'by another word',
      mime([cc, one(1)], [`${cc}\nMerge-Type: list append`, other]),
      /merged is not understood/,
    ],
    ['that do not end', mime([cc, one(1)]).replace('--==B==--', ''), /does not end/],
    [
      'quoted-printable',
      mime([`${cc}\nContent-Transfer-Encoding: quoted-printable`, one(1)]),
      /quoted-printable/,
    ],
    ['included', '#include\nhttps://user:hunter2@example.org/x\n', /included is not fetched/],
    ['a patch', '#cloud-config-jsonp\n[]\n', /JSON patch/],
    ['an archive that is none', '#cloud-config-archive\na: b\n', /no list/],
    ['a part that is a number', '#cloud-config-archive\n- 5\n', /no text/],
  ])('that are not read are a problem: %s', (_, text, problem) => {
    const found = of(text);

    expect(problemsIn(found).join()).toMatch(problem);
    expect(JSON.stringify(found)).not.toContain('hunter2');
  });

  it('tells of scripts, which are not run', () => {
    const text = mime(
      ['Content-Type: text/x-shellscript', '#!/bin/sh\nrm -r /'],
      ['Content-Type: text/cloud-boothook', '#!/bin/sh'],
      ['Content-Type: text/part-handler', 'x'],
    );

    expect(of(text).given).toMatchObject({
      problems: [],
      notes: ['user-data has a boothook, a part handler, a shell script: not read.'],
    });
  });
});

describe('user data that are a template of Jinja', () => {
  const jinja = (text: string) => `## template: jinja\n${text}`;
  const file = (content: string) => userData({ path: CONFIG, content: `${HEAD}${content}` });

  it('are read where nothing is put in', () => {
    expect(settings(kubelet(of(jinja(file('readOnlyPort: 1\n')))), '/configuration')).toContain(
      'readOnlyPort=1 8',
    );
  });

  it.each([
    [
      'a content',
      jinja(file('readOnlyPort: {{ ds.port }}\n')),
      4,
      /a template, which is rendered on the node/,
    ],
    [
      'a path',
      jinja(userData({ path: '"/etc/{{ x }}"', content: 'a\n' })),
      4,
      /path of a file is a template/,
    ],
    ['a statement', jinja(`${file('')}# {% if x %}\n`), 8, /statement of Jinja/],
  ])('are not guessed: %s', (_, text, line, problem) => {
    const found = of(text);

    expect(found.processes).toEqual([]);
    expect(found.given?.problems).toEqual([
      { path: 'user-data', line, problem: expect.stringMatching(problem) },
    ]);
  });
});

describe('files that are no user data', () => {
  it.each([
    ['a map that has write_files', `write_files:\n- path: ${CONFIG}\n  content: |\n${indented(HEAD)}`],
    ['a playbook', '#!/usr/bin/env ansible-playbook\n- hosts: all\n'],
    ['a comment', '#include this\na: b\n'],
    [
      'a comment further down',
      `a: b\n#cloud-config\nwrite_files: [{path: ${CONFIG}, content: "${HEAD.replaceAll('\n', '\\n')}"}]\n`,
    ],
    [
      'an object that holds one of Ignition',
      '{"kind": "MachineConfig", "spec": {"config": {"ignition": {"version": "3.2.0"}}}}',
    ],
    ['headers of HTTP', 'Content-Type: multipart/mixed\nother: x\n'],
  ])('are passed over: %s', (_, text) => {
    expect(of(text, 'a.yaml')).toMatchObject({ processes: [], given: { problems: [], passedOver: 1 } });
  });

  it('are read as what they are', () => {
    expect(of(`# cloud-config\n${HEAD}`, 'a.yaml').processes).toHaveLength(1);
  });
});

describe('configurations of Ignition', () => {
  const config = `${HEAD}readOnlyPort: 1\n`;

  it('hold units, drop-ins and files of one node', () => {
    const text = ignition(
      {
        files: [
          dataFile('/etc/default/kubelet', 'data:,KUBELET_EXTRA_ARGS%3D--v%3D2%0A'),
          { ...dataFile(CONFIG, `data:;base64,${base64(config)}`), mode: 420, user: { id: 0 } },
        ],
      },
      {
        units: [
          {
            name: 'kubelet.service',
            enabled: true,
            contents: UNIT,
            dropins: [{ name: '10-x.conf', contents: '[Service]\nEnvironment=ETCD_NAME=x\n' }],
          },
        ],
      },
    );
    const process = kubelet(of(text, 'node.ign'));
    const lines = text.split('\n');

    expect(words(process)).toEqual(['/usr/bin/kubelet', `--config=${CONFIG}`, '--v=2']);
    expect(process.planned?.line).toBe(
      lines.findIndex((line) => line.includes('"contents": "[Service]')) + 1,
    );
    expect(settings(process, CONFIG)).toContain(
      `readOnlyPort=1 ${lines.findIndex((line) => line.includes('base64')) + 1}`,
    );
  });

  it.each([
    [
      'plain',
      ignition({ files: [dataFile(CONFIG, `data:text/plain;charset=utf-8,${encodeURIComponent(config)}`)] }),
    ],
    [
      'packed',
      ignition({
        files: [dataFile(CONFIG, `data:;base64,${base64(gzipSync(config))}`, { compression: 'gzip' })],
      }),
    ],
    [
      'long',
      ignition({ files: [dataFile(CONFIG, `data:,${encodeURIComponent(`${config}#${'x'.repeat(2000)}`)}`)] }),
    ],
    [
      'of 2.x',
      ignition(
        { files: [{ filesystem: 'root', ...dataFile(CONFIG, `data:,${encodeURIComponent(config)}`) }] },
        {},
        '2.4.0',
      ),
    ],
    [
      'appended',
      ignition({
        files: [
          {
            ...dataFile(CONFIG, `data:,${encodeURIComponent(HEAD)}`),
            append: [{ source: 'data:,readOnlyPort%3A%201' }],
          },
        ],
      }),
    ],
    [
      'of Butane',
      `variant: fcos\nversion: 1.5.0\nstorage:\n  files:\n  - path: ${CONFIG}\n    contents:\n      inline: |\n${indented(config, '        ')}`,
    ],
  ])('are read: %s', (_, text) => {
    const found = settings(kubelet(of(text)), '/configuration');

    expect(problemsIn(of(text))).toEqual([]);
    expect(found).toContainEqual(expect.stringMatching(/^readOnlyPort=1 \d+$/));
  });

  it.each([
    ['elsewhere', [dataFile(CONFIG, 'https://user:hunter2@x/y')], /lies elsewhere \(https\)/],
    ['of no scheme', [dataFile(CONFIG, 'ftp://x/y')], /no URL that Ignition reads/],
    ['no whole URL', [dataFile(CONFIG, 'data:,a b')], /no whole data URL/],
    ['no whole base64', [dataFile(CONFIG, 'data:;base64,YWJ')], /no whole base64/],
    ['other packing', [dataFile(CONFIG, 'data:,a', { compression: 'xz' })], /compression/],
    ['no source', [{ path: CONFIG }], /no content is given/],
    ['twice', [dataFile('/a', 'data:,a'), dataFile('/a', 'data:,b')], /stands there twice/],
    ['relative', [dataFile('a', 'data:,a')], /not absolute/],
    ['out of the root', [dataFile('/../a', 'data:,a')], /not absolute, or not clean/],
    ['only appended', [{ path: CONFIG, append: [{ source: 'data:,a' }] }], /may have already/],
    ['appended in 2.x', [{ ...dataFile(CONFIG, 'data:,a'), append: true }], /may have already/],
  ])('are a problem where a file is not known: %s', (_, files, problem) => {
    const found = of(ignition({ files }));

    expect(problemsIn(found).join()).toMatch(problem);
    expect(JSON.stringify(found)).not.toContain('hunter2');
  });

  it.each([
    [
      'that others replace',
      JSON.stringify({ ignition: { version: '3.4.0', config: { replace: { source: 'https://x' } } } }),
      /takes the place/,
    ],
    [
      'that others are merged with',
      JSON.stringify({ ignition: { version: '3.4.0', config: { merge: [{ source: 'data:,' }] } } }),
      /laid over this one/,
    ],
    ['of version 1', '{"ignitionVersion": 1}', /no version/],
    ['of no version', '{"ignition": {}}', /no version/],
    ['that are no JSON', `${ignition({})}x`, /not the (?:JSON|configuration)/],
    [
      'with files beside them',
      `variant: flatcar\nversion: 1.0.0\nstorage:\n  files:\n  - path: ${CONFIG}\n    contents: {local: x}\n`,
      /beside it/,
    ],
  ])('are a problem: %s', (_, text, problem) => {
    expect(problemsIn(of(text)).join()).toMatch(problem);
  });

  it('start no unit that is masked, and write none to other file systems', () => {
    const text = ignition(
      { files: [{ filesystem: 'oem', ...dataFile(CONFIG, `data:,${encodeURIComponent(config)}`) }] },
      { units: [{ name: 'kubelet.service', mask: true, contents: UNIT }] },
      '2.3.0',
    );

    expect(of(text)).toMatchObject({
      processes: [],
      given: { notes: ['user-data writes to other file systems than the root: not read.'] },
    });
  });
});

describe('objects of Cluster API', () => {
  const controlPlane = (version: string, args: string) =>
    `apiVersion: v1\nkind: Namespace\nmetadata: {name: n}\n---\napiVersion: controlplane.cluster.x-k8s.io/${version}\nkind: KubeadmControlPlane\nmetadata: {name: cp}\nspec:\n  version: v1.33.2\n  kubeadmConfigSpec:\n    clusterConfiguration:\n      apiServer:\n        extraArgs: ${args}\n        extraVolumes: [{name: a, hostPath: /etc/audit.yaml, mountPath: /in/audit.yaml}]\n    preKubeadmCommands: [x]\n    files:\n    - path: /etc/audit.yaml\n      content: |\n        apiVersion: audit.k8s.io/v1\n        kind: Policy\n        rules: [{level: None}]\n    - path: /etc/kubernetes/azure.json\n      contentFrom: {secret: {name: s, key: k}}\n`;

  it.each([
    ['v1beta1', '{audit-policy-file: /in/audit.yaml}'],
    ['v1beta2', '[{name: audit-policy-file, value: /in/audit.yaml}]'],
  ])('%s are what kubeadm starts with them, and the files beside it', (version, args) => {
    const snapshot = of(controlPlane(version, args), 'cluster.yaml');
    const server = snapshot.processes.find(({ component }) => component === 'kube-apiserver');
    const origins = server?.argvOrigins?.filter(({ kind }) => kind === 'file');

    expect(origins).toEqual([{ kind: 'file', path: 'cluster.yaml', line: 13 }]);
    expect(server === undefined ? [] : settings(server, '/in/audit.yaml')).toContain('rules.0.level=None 21');
    expect(snapshot.node.kubernetes).toMatchObject({ value: 'v1.33.2' });
    expect(snapshot.given).toMatchObject({
      judged: ['cluster.yaml'],
      problems: [],
      notes: [
        'cluster.yaml has preKubeadmCommands of KubeadmControlPlane cp: not read.',
        'cluster.yaml:22: /etc/kubernetes/azure.json was not read: its content is that of a Secret.',
      ],
    });
  });

  it('hold patches of kubeadm, which are no configuration of a kubelet', () => {
    const text = `apiVersion: bootstrap.cluster.x-k8s.io/v1beta1\nkind: KubeadmConfig\nmetadata: {name: w}\nspec:\n  joinConfiguration: {patches: {directory: /etc/patches/}}\n  files:\n  - path: /etc/patches/kubeletconfiguration0+merge.yaml\n    content: |\n${indented(HEAD, '      ')}`;
    const { processes } = of(text);

    expect(processes).toHaveLength(1);
    expect(words(kubelet(of(text)))).toMatch(/lays the patches in \/etc\/patches\/ over it/);
  });

  it('do not know values that are put in later', () => {
    const text =
      'apiVersion: bootstrap.cluster.x-k8s.io/v1beta1\nkind: KubeadmConfigTemplate\nmetadata: {name: w}\nspec: {template: {spec: {joinConfiguration: {nodeRegistration: {kubeletExtraArgs: {read-only-port: "{{ ds.port }}"}}}}}}\n';

    expect(kubelet(of(text)).planned?.open).toEqual([
      { settings: ['read-only-port'], because: 'Its value is a template that is not rendered.' },
    ]);
  });

  it.each([
    ['templates of Helm', controlPlane('v1beta1', '{{ .Values.args }}'), /Helm/],
    ['no YAML', controlPlane('v1beta1', '@'), /not the YAML/],
  ])('are a problem: %s', (_, text, problem) => {
    expect(problemsIn(of(text)).join()).toMatch(problem);
  });

  it('of other groups are somebody else’s', () => {
    const text = controlPlane('v1beta1', '{}').replaceAll(
      'controlplane.cluster.x-k8s.io',
      'x.cluster.x-k8s.io',
    );

    expect(of(text)).toMatchObject({ processes: [], given: { problems: [] } });
  });
});
