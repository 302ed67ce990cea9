import { describe, expect, it } from 'vitest';
import type { DurableEdit } from '../../model/plan.ts';
import type { SettingValue } from '../../model/setting-value.ts';
import { editText, standingOf } from './edit-text.ts';
import { byPlace, type Place } from './place.ts';

const KUBEADM: Place = { configMap: 'kubeadm-config', key: 'ClusterConfiguration' };
const KUBELET: Place = { configMap: 'kubelet-config', key: 'kubelet' };

/** As kubeadm 1.34 writes it where nobody asked for anything. */
const NEW = `apiServer: {}
apiVersion: kubeadm.k8s.io/v1beta4
certificatesDir: /etc/kubernetes/pki
controllerManager: {}
etcd:
  local:
    dataDir: /var/lib/etcd
kind: ClusterConfiguration
scheduler: {}
`;

/** As kubeadm 1.30 does, with an argument and a comment of somebody. */
const OLD = `apiServer:
  # Agreed with the auditors.
  extraArgs:
    authorization-mode: Node,RBAC
  timeoutForControlPlane: 4m0s
apiVersion: kubeadm.k8s.io/v1beta3
controllerManager: {}
etcd:
  local:
    dataDir: /var/lib/etcd
kind: ClusterConfiguration
scheduler: {}
`;

function argument(
  name: string,
  value: string | null,
  was: string | null = null,
  component = 'kube-apiserver',
) {
  return { kind: 'kubeadm-argument' as const, component, name, value, was };
}

const PROFILING = argument('profiling', 'false');
const VOLUME: DurableEdit = {
  kind: 'kubeadm-volume',
  component: 'kube-apiserver',
  name: 'audit-log-path',
  path: '/var/log/kubernetes/audit',
};

describe('a ClusterConfiguration', () => {
  it('of v1beta4 gets a list of arguments where nothing was', () => {
    expect(editText(KUBEADM, NEW, [PROFILING])).toBe(
      NEW.replace('apiServer: {}', "apiServer:\n  extraArgs:\n  - name: profiling\n    value: 'false'"),
    );
  });

  it('of v1beta4 gets further arguments behind those that are there', () => {
    const one = editText(KUBEADM, NEW, [PROFILING]);

    expect(editText(KUBEADM, one, [argument('request-timeout', '60s')])).toBe(
      one.replace("value: 'false'", "value: 'false'\n  - name: request-timeout\n    value: 60s"),
    );
  });

  it('of v1beta4 gets arguments of etcd below local', () => {
    const edit = argument('peer-client-cert-auth', 'true', null, 'etcd');

    expect(editText(KUBEADM, NEW, [edit])).toBe(
      NEW.replace(
        'dataDir: /var/lib/etcd',
        "dataDir: /var/lib/etcd\n    extraArgs:\n    - name: peer-client-cert-auth\n      value: 'true'",
      ),
    );
  });

  it('of v1beta3 gets an entry of a map, and keeps its comments', () => {
    expect(editText(KUBEADM, OLD, [PROFILING])).toBe(
      OLD.replace('Node,RBAC', "Node,RBAC\n    profiling: 'false'"),
    );
  });

  it('of v1beta3 gets a map where nothing was', () => {
    expect(editText(KUBEADM, OLD, [argument('profiling', 'false', null, 'kube-scheduler')])).toBe(
      OLD.replace('scheduler: {}', "scheduler: {extraArgs: {profiling: 'false'}}"),
    );
  });

  it.each([
    ['v1beta4', NEW],
    ['v1beta3', OLD],
  ])('of %s gets a volume', (_, text) => {
    const edited = editText(KUBEADM, text, [VOLUME]);

    const lines = [
      '  extraVolumes:',
      '  - name: audit-log-path',
      '    hostPath: /var/log/kubernetes/audit',
      '    mountPath: /var/log/kubernetes/audit',
      '    pathType: DirectoryOrCreate',
    ];
    expect(edited).toContain(`${lines.join('\n')}\n`);
    expect(standingOf(KUBEADM, edited, VOLUME)).toEqual({ state: 'done' });
    expect(editText(KUBEADM, edited, [VOLUME])).toBe(edited);
  });

  it.each([
    ['v1beta4', editText(KUBEADM, NEW, [argument('profiling', 'true'), argument('v', '2')])],
    ['v1beta3', editText(KUBEADM, OLD, [argument('profiling', 'true'), argument('v', '2')])],
  ])('of %s has what was in force before replaced, or taken away, in its place', (_, text) => {
    const without = editText(KUBEADM, text, [argument('profiling', null, 'true')]);

    expect(editText(KUBEADM, text, [argument('profiling', 'false', 'true')])).toBe(
      text.replace("'true'", "'false'"),
    );
    expect(without).not.toContain('profiling');
    expect(standingOf(KUBEADM, without, argument('v', '2'))).toEqual({ state: 'done' });
  });

  it('loses extraArgs with the last argument', () => {
    const text = editText(KUBEADM, NEW, [argument('profiling', 'true')]);
    const without = editText(KUBEADM, text, [argument('profiling', null, 'true')]);

    expect(without).toBe(NEW.replace('apiServer: {}\n', ''));
  });

  it.each([
    ['v1beta4', editText(KUBEADM, NEW, [argument('request-timeout', '5m')])],
    ['v1beta3', editText(KUBEADM, OLD, [argument('request-timeout', '5m')])],
  ])('of %s with a third value is somebody’s choice', (_, text) => {
    const edit = argument('request-timeout', '60s', '1m');

    expect(standingOf(KUBEADM, text, edit)).toEqual({ state: 'other', value: '"5m"' });
    expect(() => editText(KUBEADM, text, [edit])).toThrow(/has "5m" for .*somebody chose it/);
  });

  it.each([
    [
      'an argument that is given twice',
      NEW.replace('{}', '{extraArgs: [{name: profiling, value: a}, {name: profiling, value: b}]}'),
    ],
    ['a version that nobody knows', NEW.replace('v1beta4', 'v2')],
    [
      'the form of another version',
      NEW.replace('v1beta4', 'v1beta3').replace('{}', '{extraArgs: [{name: a, value: b}]}'),
    ],
    ['a map in one line', NEW.replace('{}', '{timeoutForControlPlane: 4m0s}')],
    ['an alias', `x: &x {}\n${NEW.replace('{}', '*x')}`],
    ['two documents', `${NEW}---\n${NEW}`],
    ['no YAML', 'apiServer: {'],
    ['an external etcd', NEW.replace('local:', 'external:'), argument('v', '1', null, 'etcd')],
    [
      'another volume at that path',
      editText(KUBEADM, NEW, [VOLUME]).replace('hostPath: /var', 'hostPath: /srv'),
      VOLUME,
    ],
  ])('with %s is left to a person', (_, text, edit: DurableEdit = PROFILING) => {
    expect(() => editText(KUBEADM, text, [edit])).toThrow(/kubeadm-config/);
  });
});

describe('a KubeletConfiguration', () => {
  const TEXT = `apiVersion: kubelet.config.k8s.io/v1beta1
authentication:
  anonymous:
    enabled: true # for a while
kind: KubeletConfiguration
streamingConnectionIdleTimeout: 0s
`;
  const key = (path: string, value: SettingValue, was: SettingValue = null) => ({
    kind: 'kubelet-key' as const,
    configMap: 'kubelet-config',
    path: path.split('.'),
    value,
    was,
  });

  it('gets its keys as a node has got them', () => {
    const edits = [
      key('authentication.anonymous.enabled', false, true),
      key('streamingConnectionIdleTimeout', '4h', '0s'),
      key('podPidsLimit', 4096),
    ];

    expect(editText(KUBELET, TEXT, edits)).toBe(
      TEXT.replace('enabled: true', 'enabled: false').replace('0s', '4h\npodPidsLimit: 4096'),
    );
  });

  it('with a third value is somebody’s choice', () => {
    expect(() => editText(KUBELET, TEXT, [key('streamingConnectionIdleTimeout', '4h', '5m')])).toThrow(
      /has "0s"/,
    );
  });
});

it('changes of one argument count as one, from what was before the first to what is wanted last', () => {
  const [group] = byPlace([
    argument('enable-admission-plugins', 'NodeRestriction,A', 'NodeRestriction'),
    argument('enable-admission-plugins', 'NodeRestriction,A,B', 'NodeRestriction,A'),
  ]);

  expect(group?.edits).toEqual([
    argument('enable-admission-plugins', 'NodeRestriction,A,B', 'NodeRestriction'),
  ]);
});
