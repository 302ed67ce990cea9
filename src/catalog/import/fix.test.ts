import { describe, expect, it } from 'vitest';
import { importContext } from '../../cli/rules/import-context.ts';
import { loadCatalog } from '../index.ts';
import { audited, pageText, statted } from './fixtures/page-text.ts';
import { importPage } from './index.ts';

const catalog = loadCatalog('content');
const { rules } = catalog;

function imported(parts: Parameters<typeof pageText>[0], ours: typeof rules = []) {
  const context = { ...importContext(catalog), rules: ours };
  return importPage('page.md', new TextEncoder().encode(pageText(parts)), context);
}

const EDIT =
  'Edit the API server pod specification file `/etc/kubernetes/manifests/kube-apiserver.yaml` on the master node and';
const SERVICE =
  'If using command line arguments, edit the kubelet service file `/etc/systemd/system/kubelet.service.d/10-kubeadm.conf` on each worker node and';

const VERIFY = {
  profiling: audited('kube-apiserver', 'Verify that the `--profiling` argument is set to `false`.'),
  plugin: audited(
    'kube-apiserver',
    'Verify that the `--enable-admission-plugins` argument is set to a value that includes `NodeRestriction`.',
  ),
  absent: audited('kube-apiserver', 'Verify that the `--basic-auth-file` argument does not exist.'),
  file: audited('kube-apiserver', 'Verify that the `--audit-log-path` argument is set as appropriate.'),
  notTrue: audited('etcd', 'Verify if the `--auto-tls` argument exists, it is not set to `true`.'),
  kubelet: audited(
    'kubelet',
    'Verify that the `--anonymous-auth` argument is set to `false`. If it is not present, check that there is a Kubelet config file specified by `--config`, and that the file sets `authentication: anonymous: enabled` to `false`.',
  ),
  hostname: audited('kubelet', 'Verify that the `--hostname-override` argument does not exist.'),
  mode: statted('mode', '/etc/kubernetes/admin.conf', 'Verify the permissions are 644 or more restrictive.'),
  owner: statted('owner', '/etc/kubernetes/admin.conf', 'Verify the ownership is set to root:root.'),
};

describe('the Remediation of a page', () => {
  it.each<[string, string, string, object, object]>([
    [
      'sets a parameter in a fence',
      VERIFY.profiling,
      `${EDIT} set the below parameter:\n\n\`\`\`\n--profiling=false\n\`\`\``,
      { profiling: false },
      {},
    ],
    [
      'sets a parameter in a span',
      VERIFY.profiling,
      `${EDIT} set the below parameter:\n\`--profiling=false\``,
      { profiling: false },
      {},
    ],
    [
      'sets a parameter on the same line',
      VERIFY.profiling,
      `${EDIT} set the below parameter: --profiling=false`,
      { profiling: false },
      {},
    ],
    [
      'follows another sentence',
      VERIFY.profiling,
      `Follow the harbour's handbook. Then, edit the API server pod specification file /etc/kubernetes/manifests/kube-apiserver.yaml on the master node and set the below parameters:\n\`\`\`\n--profiling=false\n\`\`\``,
      { profiling: false },
      {},
    ],
    [
      'sets a parameter to what a text says',
      VERIFY.profiling,
      `${EDIT} set the \`--profiling\` parameter to the value that keeps it dark:\n\`\`\`\n--profiling=false\n\`\`\``,
      { profiling: false },
      {},
    ],
    [
      'has a placeholder',
      VERIFY.file,
      `${EDIT} set the below parameter:\n--audit-log-path=<path/to a/log>`,
      { 'audit-log-path': '' },
      {},
    ],
    [
      'adds to a list',
      VERIFY.plugin,
      `${EDIT} set the \`--enable-admission-plugins\` parameter to a value that includes \`NodeRestriction\`:\n\`\`\`\n--enable-admission-plugins=...,NodeRestriction,...\n\`\`\``,
      {},
      { add: { 'enable-admission-plugins': ['NodeRestriction'] } },
    ],
    [
      'removes a parameter',
      VERIFY.absent,
      `${EDIT} remove the \`--basic-auth-file\` parameter.`,
      {},
      { unset: ['basic-auth-file'] },
    ],
    [
      'removes a parameter or sets it',
      VERIFY.notTrue,
      'Edit the etcd pod specification file /etc/kubernetes/manifests/etcd.yaml on the master node and either remove the `--auto-tls` parameter or set it to `false`.',
      { 'auto-tls': false },
      {},
    ],
    [
      'leaves a correct value to a person',
      VERIFY.file,
      `${EDIT} ensure the correct value for the \`--audit-log-path\` parameter.`,
      {},
      {},
    ],
    [
      'edits a kubelet',
      VERIFY.kubelet,
      `If using a Kubelet config file, edit the file to set \`authentication: anonymous: enabled\` to \`false\`.\n\n${SERVICE} set the below parameter in \`KUBELET_SYSTEM_PODS_ARGS\` variable:\n\`\`\`\n--anonymous-auth=false\n\`\`\`\nBased on your system, restart the kubelet service. For example:\n\`\`\`\nsystemctl restart kubelet.service\n\`\`\``,
      { 'anonymous-auth': false },
      {},
    ],
    [
      'removes an argument of a kubelet',
      VERIFY.hostname,
      `${SERVICE} remove the \`--hostname-override\` argument from the \`KUBELET_SYSTEM_PODS_ARGS\` variable.`,
      {},
      { unset: ['hostname-override'] },
    ],
    [
      'sets a mode',
      VERIFY.mode,
      'Run the below command:\n```\nchmod 600 /etc/kubernetes/admin.conf\n```',
      {},
      { mode: '600' },
    ],
    [
      'sets a mode inside a sentence',
      VERIFY.mode,
      'Run the below command on the master node. For example, chmod 644 /etc/kubernetes/admin.conf',
      {},
      {},
    ],
    [
      'sets an owner',
      VERIFY.owner,
      '```\nchown root:root /etc/kubernetes/admin.conf\n```',
      {},
      { owner: 'root:root' },
    ],
    ['is for a person', VERIFY.profiling, 'Ask the harbour master.', {}, {}],
  ])('%s', (_name, audit, remediation, set, fix) => {
    const { frontMatter, notes } = imported({ audit, remediation });

    const { level, lockOut, why, ...edits } = frontMatter.remediation.fix ?? {};
    expect(frontMatter.remediation.set).toEqual(set);
    expect([level, lockOut, why]).toEqual(['explain', 'high', expect.any(String)]);
    if (!remediation.includes('For example, chmod')) expect(edits).toEqual(fix);
    expect(notes).toEqual([]);
  });

  it.each([
    [
      'another value',
      VERIFY.profiling,
      `${EDIT} set the below parameter: --profiling=true`,
      '--profiling to true, which the Audit would not accept',
    ],
    [
      'another flag',
      VERIFY.profiling,
      `${EDIT} set the below parameters: --profiling=false --lamps=dark`,
      '--lamps, which the Audit does not ask for',
    ],
    [
      'another manifest',
      VERIFY.profiling,
      `${EDIT.replace('kube-apiserver.yaml', 'etcd.yaml')} set the below parameter: --profiling=false`,
      'edits /etc/kubernetes/manifests/etcd.yaml',
    ],
    [
      'a flag that must be there',
      VERIFY.file,
      `${EDIT} remove the --audit-log-path parameter`,
      'removes --audit-log-path',
    ],
    [
      'another file',
      VERIFY.mode,
      '```\nchmod 600 /etc/kubernetes/scheduler.conf\n```',
      'changes /etc/kubernetes/scheduler.conf',
    ],
    ['a mode too wide', VERIFY.mode, '```\nchmod 666 /etc/kubernetes/admin.conf\n```', 'mode to 666'],
    [
      'another owner',
      VERIFY.owner,
      '```\nchown etcd:etcd /etc/kubernetes/admin.conf\n```',
      'owner to etcd:etcd',
    ],
    [
      'another key',
      VERIFY.kubelet,
      'If using a Kubelet config file, edit the file to set readOnlyPort to 0.',
      'names readOnlyPort',
    ],
  ])('is overruled by the Audit where it has %s, which is told', (_name, audit, remediation, note) => {
    const { frontMatter, notes } = imported({ audit, remediation });

    expect(notes).toEqual([expect.stringContaining(note)]);
    expect(Object.values(frontMatter.remediation.set)).not.toContain(true);
  });
});

describe('the configuration file that a Remediation edits', () => {
  it.each([
    ['authorization-mode', 'AlwaysAllow', 'authorization: mode', 'Webhook'],
    ['streaming-connection-idle-timeout', '0', 'streamingConnectionIdleTimeout', '5m'],
    ['client-ca-file', '/tmp/ca.crt', 'authentication: x509: clientCAFile', '</path/to/ca.crt>'],
  ])('may set the key of --%s, which must not be %s, with nothing to tell', (flag, not, key, value) => {
    const audit = audited('kubelet', `Verify if the --${flag} argument exists, it is not set to ${not}.`);
    const remediation = `If using a Kubelet config file, edit the file to set \`${key}\` to \`${value}\`.`;

    expect(imported({ audit, remediation }).notes).toEqual([]);
  });

  it('is told of where it sets a value that the Audit would not accept', () => {
    const audit = audited('kubelet', 'Verify if the --event-qps argument exists, it is not set to 0.');
    const remediation = 'If using a Kubelet config file, edit the file to set `eventRecordQPS` to `0`.';

    expect(imported({ audit, remediation }).notes).toEqual([
      'The Remediation sets eventRecordQPS to 0, which the Audit would not accept.',
    ]);
  });
});

describe('a sentence that a rule of ours has as its letter', () => {
  const SEVERAL =
    'This recommendation is applicable only for etcd clusters. If you are using only one etcd server, it is not applicable.';
  const audit = `${SEVERAL}\n\n${audited('etcd', 'Verify that the `--peer-client-cert-auth` argument is set to `true`.')}`;
  const remediation =
    'Edit the etcd pod specification file `/etc/kubernetes/manifests/etcd.yaml` on the master node and set the below parameter:\n\n```\n--peer-client-cert-auth=true\n```';
  const ours = rules.find(({ id }) => id === 'etcd-peer-client-cert-auth');

  it('gives the check, the applicability and the fix of that rule', () => {
    const { frontMatter } = imported({ audit, remediation }, rules);

    expect(frontMatter).toMatchObject({
      check: ours?.check,
      letter: ours?.letter,
      applies: ours?.applies,
      remediation: ours?.remediation,
    });
  });

  it('gives no fix of that rule where the page has another', () => {
    const { frontMatter } = imported(
      { audit, remediation: remediation.replaceAll('peer-client-cert-auth', 'client-cert-auth') },
      rules,
    );

    expect(frontMatter.check).toEqual(ours?.check);
    expect(frontMatter.remediation.fix?.level).toBe('consent');
  });

  it.each([
    [
      'not about the same targets',
      audited('etcd', 'Verify that the `--peer-client-cert-auth` argument is set to `true`.'),
    ],
    [
      'not the same',
      `${SEVERAL}\n\n${audited('etcd', 'Verify that the `--peer-client-cert-auth` argument is set to `false`.')}`,
    ],
  ])('is no letter of it when it is %s', (_name, other) => {
    const { frontMatter } = imported({ audit: other }, rules);

    expect(frontMatter.check).toMatchObject({ settings: ['peer-client-cert-auth'] });
    expect(frontMatter.letter).toBeUndefined();
  });

  it('puts the values of the page into the parameters of that rule', () => {
    const { frontMatter } = imported({ audit: VERIFY.mode }, rules);

    expect(frontMatter.check).toEqual({ each: 'admin-kubeconfig', must: { mode: { modeAtMost: '$mode' } } });
    expect(frontMatter.parameters).toMatchObject({ mode: { default: '644' } });
  });
});
