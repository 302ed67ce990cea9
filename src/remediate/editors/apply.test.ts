import { describe, expect, it } from 'vitest';
import { apply, refusal } from '../../../test/support/edit.ts';
import type { Operation } from '../../model/plan.ts';
import { applyOperations } from './index.ts';

function flag(name: string, value: string | null, container = 'etcd'): Operation {
  return { kind: 'manifest-flag', container, flag: name, value };
}
function key(path: string, value: Extract<Operation, { kind: 'config-key' }>['value']): Operation {
  return { kind: 'config-key', path: path.split('.'), value };
}
function word(name: string, value: string | null): Operation {
  return { kind: 'environment-flag', variable: 'KUBELET_KUBEADM_ARGS', flag: name, value };
}

/** A manifest around the lines of its container. */
function pod(...lines: string[]): string {
  return [
    '# managed by nobody',
    'apiVersion: v1',
    'kind: Pod',
    'metadata:',
    '  name: etcd   # the store',
    'spec:',
    '  containers:',
    '  - name: etcd',
    ...lines.map((line) => `    ${line}`),
    '    image: "registry.k8s.io/etcd:3.6.4-0"',
    'status: {}',
    '',
  ].join('\n');
}

describe('a flag of a container in a manifest', () => {
  it.each<[string, string[], Operation, string[]]>([
    [
      'is appended to a block list',
      ['command:', '- etcd', '- --a=1 # one'],
      flag('b', '2'),
      ['command:', '- etcd', '- --a=1 # one', '- --b=2'],
    ],
    [
      'is appended with the deeper indentation in use',
      ['command:', '  -   etcd'],
      flag('b', '2'),
      ['command:', '  -   etcd', '  -   --b=2'],
    ],
    [
      'is appended with the quotes in use',
      ['command:', '- "etcd"'],
      flag('b', '2'),
      ['command:', '- "etcd"', '- "--b=2"'],
    ],
    [
      'is replaced where it stands',
      ['command:', '- etcd', '- --b=1 # why', '- --c'],
      flag('b', '2'),
      ['command:', '- etcd', '- --b=2 # why', '- --c'],
    ],
    [
      'keeps the underscores of its spelling',
      ['command:', '- etcd', "- '--audit_log=1'"],
      flag('audit-log', '2'),
      ['command:', '- etcd', "- '--audit_log=2'"],
    ],
    ['keeps one dash', ['command: [etcd, -b=1]'], flag('b', '2'), ['command: [etcd, -b=2]']],
    [
      'is replaced as two words',
      ['command:', '- etcd', '- --b', '- "1"'],
      flag('b', '2'),
      ['command:', '- etcd', '- --b', '- "2"'],
    ],
    [
      'is replaced when bare',
      ['command:', '- etcd', '- --b', '- --c=1'],
      flag('b', 'false'),
      ['command:', '- etcd', '- --b=false', '- --c=1'],
    ],
    [
      'is taken away',
      ['command:', '- etcd', '# about b', '- --b=1', '- --c=1'],
      flag('b', null),
      ['command:', '- etcd', '# about b', '- --c=1'],
    ],
    [
      'is taken away as two words',
      ['command:', '- etcd', '- --b', '- one', '- --c=1'],
      flag('b', null),
      ['command:', '- etcd', '- --c=1'],
    ],
    [
      'is taken away from a flow list',
      ['command: [ etcd, --b=1, --c=1 ]'],
      flag('b', null),
      ['command: [ etcd, --c=1 ]'],
    ],
    [
      'is taken away from the end of a flow list',
      ['command: [etcd, --b=1]'],
      flag('b', null),
      ['command: [etcd]'],
    ],
    [
      'is appended to a flow list',
      ['command: ["etcd", "--b=1"]'],
      flag('c', 'a,b'),
      ['command: ["etcd", "--b=1", "--c=a,b"]'],
    ],
    [
      'is quoted where commas separate',
      ['command: [etcd]'],
      flag('c', 'a,b'),
      ["command: [etcd, '--c=a,b']"],
    ],
    [
      'goes to args when there are some',
      ['command:', '- etcd', 'args:', '- --b=1'],
      flag('c', '2'),
      ['command:', '- etcd', 'args:', '- --b=1', '- --c=2'],
    ],
    [
      'is found in args',
      ['args: [--b=1, --c=1]', 'command: [etcd, --d=1]'],
      flag('c', '2'),
      ['args: [--b=1, --c=2]', 'command: [etcd, --d=1]'],
    ],
    [
      'is found in command beside args',
      ['args: [--b=1]', 'command: [etcd, --c=1]'],
      flag('c', '2'),
      ['args: [--b=1]', 'command: [etcd, --c=2]'],
    ],
    [
      'is left once when it was repeated',
      ['command:', '- etcd', '- --b=1', '- --c=1', '- --b=3'],
      flag('b', '1,3'),
      ['command:', '- etcd', '- --c=1', '- --b=1,3'],
    ],
    ['stays when it has the value', ['command: [etcd, --b=2]'], flag('b', '2'), ['command: [etcd, --b=2]']],
    ['that is missing is not taken away', ['command: [etcd]'], flag('b', null), ['command: [etcd]']],
    [
      'with a meaningful value is quoted',
      ['command:', '- etcd'],
      flag('b', 'x: y #z'),
      ['command:', '- etcd', "- '--b=x: y #z'"],
    ],
    [
      'goes to a flow list of many lines',
      ['command: [', '  etcd,', '  --b=1 # last', ']'],
      flag('c', '2'),
      ['command: [', '  etcd,', '  --b=1,', '  --c=2 # last', ']'],
    ],
  ])('%s', (_, before, operation, after) => {
    expect(apply(pod(...before), operation)).toBe(pod(...after));
  });

  it('keeps Windows line ends', () => {
    const before = pod('command:', '- etcd', '- --b=1').replaceAll('\n', '\r\n');
    const after = pod('command:', '- etcd', '- --b=2', '- --c=3').replaceAll('\n', '\r\n');

    expect(apply(before, flag('b', '2'), flag('c', '3'))).toBe(after);
  });

  it('is set in JSON with tabs', () => {
    const before =
      '{\n\t"spec": {\n\t\t"containers": [{"name": "etcd", "command": [\n\t\t\t"etcd",\n\t\t\t"--b=1"\n\t\t]}]\n\t}\n}\n';

    const after = apply(before, flag('c', '2'), flag('b', null));

    expect(after).toBe(
      '{\n\t"spec": {\n\t\t"containers": [{"name": "etcd", "command": [\n\t\t\t"etcd",\n\t\t\t"--c=2"\n\t\t]}]\n\t}\n}\n',
    );
  });

  it('is set in the one document that has the container', () => {
    const other = 'kind: Service\nspec: {ports: []}\n---\n';

    expect(apply(other + pod('command: [etcd]'), flag('b', '1'))).toBe(other + pod('command: [etcd, --b=1]'));
  });

  it('is set in a template', () => {
    const before =
      'kind: DaemonSet\nspec:\n  template:\n    spec:\n      containers:\n        - args: [--a]\n          name: etcd\n';

    expect(apply(before, flag('b', '1'))).toBe(before.replace('[--a]', '[--a, --b=1]'));
  });

  it.each<[string, string, Operation, RegExp]>([
    ['a tab as indentation', pod('command:', '\t- etcd'), flag('b', '1'), /strict YAML/],
    ['a repeated key', pod('command: [etcd]', 'command: [etcd]'), flag('b', '1'), /strict YAML.*unique/],
    ['a broken list', pod('command: [etcd'), flag('b', '1'), /strict YAML/],
    [
      'two Pods with the container',
      `${pod('command: [etcd]')}---\n${pod('command: [etcd]')}`,
      flag('b', '1'),
      /two containers/,
    ],
    ['an unknown container', pod('command: [etcd]'), flag('b', '1', 'x'), /no container named "x"/],
    ['an aliased list', pod('env: &l [etcd]', 'command: *l'), flag('b', '1'), /not a list/],
    ['an aliased item', pod('workingDir: &l etcd', 'command: [*l]'), flag('b', '1'), /not a plain text/],
    [
      'a list used elsewhere too',
      pod('command: &l [etcd]', 'other: *l'),
      flag('b', '1'),
      /more than it should/,
    ],
    ['a shell', pod('command: [/bin/sh, -c, exec etcd]'), flag('b', '1'), /starts through sh/],
    ['no command at all', pod('tty: true'), flag('b', '1'), /image decides/],
    [
      'a value as the next word of a switch',
      pod('command: [etcd, --b, "false"]'),
      flag('b', 'true'),
      /is not its value/,
    ],
    ['merged keys', pod('<<: {command: [etcd]}'), flag('b', '1'), /merges keys/],
    [
      'a word over two lines',
      pod('command:', '- etcd', '- --b=1', '  --c=1'),
      flag('b', '1'),
      /several lines/,
    ],
    ['no file', '', flag('b', '1'), /no container/],
  ])('is refused: %s', (_, text, operation, message) => {
    const error = refusal(text, operation);

    expect(error.code).toBe('KT_EDIT');
    expect(error.message).toMatch(message);
    expect(error.problems[0]?.file).toBe('/f');
  });

  it('is refused with the line and what stands on it', () => {
    const error = refusal(pod('command: [etcd]', 'command: [etcd]'), flag('b', '1'));

    expect(error.problems[0]).toMatchObject({ line: 10, excerpt: '    command: [etcd]' });
  });

  it('is refused in a file that is not UTF-8', () => {
    expect(() => applyOperations('/f', Buffer.from([0xff, 0xfe]), [flag('b', '1')])).toThrow(/UTF-8/);
  });
});

describe('a mount in a manifest', () => {
  const mount: Operation = {
    kind: 'manifest-mount',
    container: 'etcd',
    name: 'audit-log',
    path: '/var/log/audit',
  };

  it('is added with its volume where there are none', () => {
    const after = apply(pod('command: [etcd]'), mount);

    expect(after).toBe(
      pod('command: [etcd]').replace(
        'status: {}',
        [
          '    volumeMounts:',
          '    - mountPath: /var/log/audit',
          '      name: audit-log',
          '  volumes:',
          '  - hostPath:',
          '      path: /var/log/audit',
          '      type: DirectoryOrCreate',
          '    name: audit-log',
          'status: {}',
        ].join('\n'),
      ),
    );
  });

  it('is added behind those that are there', () => {
    const own = ['command: [etcd]', 'volumeMounts:', '  - name: a # data', '    mountPath: /a'];
    const volumes = '  volumes:\n    - name: a\n      emptyDir: {}\nstatus';

    const after = apply(pod(...own).replace('status', volumes), mount);

    expect(after).toContain(
      '        mountPath: /a\n      - mountPath: /var/log/audit\n        name: audit-log\n',
    );
    expect(after).toContain(
      '      emptyDir: {}\n    - hostPath:\n        path: /var/log/audit\n        type: DirectoryOrCreate\n      name: audit-log\n',
    );
  });

  it('is refused in a manifest of one line', () => {
    expect(refusal('{"spec": {"containers": [{"name": "etcd"}]}}', mount).message).toMatch(/one line/);
  });
});

const KUBELET = `# by hand
apiVersion: kubelet.config.k8s.io/v1beta1
authentication:
  anonymous:
    enabled: true   # for the load balancer
  webhook:
    cacheTTL: 0s
    enabled: true
kind: KubeletConfiguration
tlsCipherSuites:
# strong ones
- A # a
- B
readOnlyPort: 10255 # scrapers
`;

describe('a key of a configuration file', () => {
  it.each<[string, string, Operation, string]>([
    [
      'is replaced',
      KUBELET,
      key('authentication.anonymous.enabled', false),
      KUBELET.replace('enabled: true   #', 'enabled: false   #'),
    ],
    ['is added at the end', KUBELET, key('seccompDefault', true), `${KUBELET}seccompDefault: true\n`],
    [
      'is added below its parent',
      KUBELET,
      key('authentication.x509.clientCAFile', '/ca'),
      KUBELET.replace(
        '    cacheTTL: 0s\n    enabled: true\n',
        '    cacheTTL: 0s\n    enabled: true\n  x509:\n    clientCAFile: /ca\n',
      ),
    ],
    ['is added with parents', KUBELET, key('a.b', 'on'), `${KUBELET}a:\n  b: 'on'\n`],
    [
      'is taken away',
      KUBELET,
      key('readOnlyPort', null),
      KUBELET.replace('readOnlyPort: 10255 # scrapers\n', ''),
    ],
    [
      'is taken away with its parent',
      KUBELET,
      key('authentication.anonymous.enabled', null),
      KUBELET.replace('  anonymous:\n    enabled: true   # for the load balancer\n', ''),
    ],
    ['that is missing is not taken away', KUBELET, key('a.b', null), KUBELET],
    [
      'is replaced as a list, item by item',
      KUBELET,
      key('tlsCipherSuites', ['B', 'C']),
      KUBELET.replace('- A # a\n- B\n', '- B\n- C\n'),
    ],
    ['is added as a list', 'a: 1\n', key('l', ['x', 'z']), 'a: 1\nl:\n- x\n- z\n'],
    ['fills an empty value', 'a:\nb: 1\n', key('a', 5), 'a: 5\nb: 1\n'],
    ['is added to a file without a last line end', 'a: 1', key('b', 2), 'a: 1\nb: 2'],
    ['is added behind a text of many lines', 'a: |\n  x\n', key('b', 2), 'a: |\n  x\nb: 2\n'],
    ['is added to JSON', '{"a": {"b": 1}}', key('a.c', 'x'), '{"a": {"b": 1, "c": "x"}}'],
    [
      'is added to JSON of many lines',
      '{\n  "a": 1\n}\n',
      key('c.d', ['x']),
      '{\n  "a": 1,\n  "c": {"d": ["x"]}\n}\n',
    ],
    ['is taken from JSON', '{"a": 1, "b": 2}', key('b', null), '{"a": 1}'],
    ['is quoted when it would be an alias', 'a: x\n', key('a', '*b'), "a: '*b'\n"],
    ['keeps its quotes', 'a: "x"\n', key('a', 'y'), 'a: "y"\n'],
    ['is added above the end mark', '---\na: 1\n...\n', key('b', 1), '---\na: 1\nb: 1\n...\n'],
  ])('%s', (_, before, operation, after) => {
    expect(apply(before, operation)).toBe(after);
    expect(apply(after, operation)).toBe(after);
  });

  it('keeps Windows line ends', () => {
    expect(apply('a: 1\r\nb:\r\n  c: 1\r\n', key('b.d', 2))).toBe('a: 1\r\nb:\r\n  c: 1\r\n  d: 2\r\n');
  });

  it.each<[string, string, Operation, RegExp]>([
    ['two documents', 'a: 1\n---\nb: 1\n', key('a', 2), /second document/],
    ['an empty file', '', key('a', 2), /empty/],
    ['a parent that is no map', 'a: 1\n', key('a.b', 2), /"a" is not a map/],
    ['a parent without a value', 'a:\n', key('a.b', 2), /without a value/],
    ['an alias', 'a: &x 1\nb: *x\n', key('b', 2), /alias/],
    ['an anchored value that is used again', 'a: &x 1\nb: *x\n', key('a', 2), /more than it should/],
    ['a map instead of the value', 'a:\n  b: 1\n', key('a', 2), /map or list/],
    ['a repeated key', 'a: 1\na: 2\n', key('a', 3), /unique/],
    ['the last key', 'a: 1\n', key('a', null), /empty/],
  ])('is refused: %s', (_, text, operation, message) => {
    expect(refusal(text, operation).message).toMatch(message);
  });
});

describe('a flag in an environment file', () => {
  it.each<[string, string, Operation, string]>([
    [
      'is replaced',
      'A=1\nKUBELET_KUBEADM_ARGS="--a=1  --b=2"\n',
      word('a', '3'),
      'A=1\nKUBELET_KUBEADM_ARGS="--a=3  --b=2"\n',
    ],
    [
      'is appended inside the quotes',
      'KUBELET_KUBEADM_ARGS="--a=1"\n# end',
      word('b', '2'),
      'KUBELET_KUBEADM_ARGS="--a=1 --b=2"\n# end',
    ],
    [
      'is appended without quotes',
      'KUBELET_KUBEADM_ARGS=--a=1\r\n',
      word('b', '2'),
      'KUBELET_KUBEADM_ARGS=--a=1 --b=2\r\n',
    ],
    ['is the first', 'KUBELET_KUBEADM_ARGS=\n', word('b', '2'), 'KUBELET_KUBEADM_ARGS="--b=2"\n'],
    [
      'is taken away',
      "KUBELET_KUBEADM_ARGS='--a 1 --b=2'\n",
      word('a', null),
      "KUBELET_KUBEADM_ARGS='--b=2'\n",
    ],
    [
      'is taken away at the end',
      'KUBELET_KUBEADM_ARGS="--b=2 --a"\n',
      word('a', null),
      'KUBELET_KUBEADM_ARGS="--b=2"\n',
    ],
    ['brings its variable', '', word('a', '1'), 'KUBELET_KUBEADM_ARGS="--a=1"\n'],
  ])('%s', (_, before, operation, after) => {
    expect(apply(before, operation)).toBe(after);
    expect(apply(after, operation)).toBe(after);
  });

  it.each<[string, string, RegExp]>([
    ['a variable that is set twice', 'KUBELET_KUBEADM_ARGS=a\nKUBELET_KUBEADM_ARGS=b\n', /twice/],
    ['a value that goes on', 'KUBELET_KUBEADM_ARGS=a \\\n b\n', /next line/],
    ['quotes inside', 'KUBELET_KUBEADM_ARGS="--a=\'x y\'"\n', /inside/],
    ['quotes around a part', 'KUBELET_KUBEADM_ARGS="--a" --b\n', /enclose/],
  ])('is refused: %s', (_, text, message) => {
    expect(refusal(text, word('a', '1')).message).toMatch(message);
  });

  it('takes no value that a shell would read', () => {
    expect(refusal('', word('a', '$(x)')).message).toMatch(/characters/);
  });
});

describe('a variable of an environment file', () => {
  const set = (value: string | null): Operation => ({
    kind: 'environment-variable',
    variable: 'ETCD_AUTO_TLS',
    value,
  });

  it.each<[string, string, Operation, string]>([
    ['is replaced', 'X=1\nETCD_AUTO_TLS="true"\n', set('false'), 'X=1\nETCD_AUTO_TLS="false"\n'],
    ['is added', 'X=1', set('false'), 'X=1\nETCD_AUTO_TLS=false'],
    ['is taken away', 'ETCD_AUTO_TLS=true\nX=1\n', set(null), 'X=1\n'],
    [
      'of a longer name is not it',
      'MY_ETCD_AUTO_TLS=true\n',
      set('false'),
      'MY_ETCD_AUTO_TLS=true\nETCD_AUTO_TLS=false\n',
    ],
  ])('%s', (_, before, operation, after) => {
    expect(apply(before, operation)).toBe(after);
  });
});
