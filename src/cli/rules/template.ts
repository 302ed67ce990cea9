/** What a new rule of a component begins with: something that is true of many nodes and can be seen to fail. */
interface Example {
  title: string;
  target: 'node' | 'cluster';
  check: string;
  cases: Readonly<Record<string, string>>;
}

function onFlag(component: string, setting: string, value: boolean): Example {
  const given = (text: string) => `given:\n  ${component}: { argv: [${text}] }\n`;
  return {
    title: `Require ${setting} to be ${value}`,
    target: 'node',
    check: `{ settings: [${setting}], must: { equal: ${value} } }`,
    cases: {
      'as-asked.pass': `why: the flag is set as the rule asks\n${given(`'--${setting}=${value}'`)}expect: { status: pass }\n`,
      'the-other-way.fail': `why: the flag is set the other way\n${given(`'--${setting}=${!value}'`)}expect:\n  status: fail\n  reason: ['${setting} is ${!value}']\n`,
      'nothing-runs.not-applicable': `why: no such component is on this node\ngiven: {}\nexpect: { status: not-applicable }\n`,
    },
  };
}

/** An API server needs more than one flag to start. */
function onApiServer(): Example {
  const example = onFlag('kube-apiserver', 'profiling', false);
  const cases = Object.entries(example.cases).map(([name, text]) => [
    name,
    text.replace('{ argv:', '{ from: kubeadm, argv:'),
  ]);
  return { ...example, cases: Object.fromEntries(cases) };
}

const MANIFEST = '/etc/kubernetes/manifests/etcd.yaml';
const POD = `apiVersion: v1
kind: Pod
metadata: { name: etcd, namespace: kube-system }
spec:
  containers: [{ name: etcd, image: 'registry.example/etcd:1', command: [etcd] }]`;

function onFile(): Example {
  const given = (mode: string) =>
    `given:\n  kubelet: { argv: ['--pod-manifest-path=/etc/kubernetes/manifests'] }\n  files:\n    ${MANIFEST}: |\n${POD.replaceAll(/^/gm, '      ')}\n  modes: { ${MANIFEST}: '${mode}' }\n`;
  return {
    title: "Restrict who may read etcd's manifest",
    target: 'node',
    check: "{ each: etcd-manifest, must: { mode: { modeAtMost: '600' } } }",
    cases: {
      'for-root-alone.pass': `why: nobody but the owner may read the file\n${given('600')}expect: { status: pass }\n`,
      'for-all.fail': `why: everybody may read the file\n${given('644')}expect: { status: fail }\n`,
    },
  };
}

function onCluster(): Example {
  const given = (privileged: boolean) =>
    `given:\n  cluster:\n    namespaces: [{ name: shop }]\n    podSpecs: [{ containers: [{ name: web, privileged: ${privileged} }] }]\n    workloads: [{ kind: Deployment, name: web, namespace: shop }]\n`;
  return {
    title: 'Disable privileged containers everywhere',
    target: 'cluster',
    check: "{ each: privileged-containers, must: { allowed: ['yes'] } }",
    cases: {
      'plain.pass': `why: no container is privileged\n${given(false)}expect: { status: pass }\n`,
      'privileged.fail': `why: a container outside the system namespaces is privileged\n${given(true)}expect: { status: fail }\n`,
    },
  };
}

const EXAMPLES: Readonly<Record<string, () => Example>> = {
  etcd: () => onFlag('etcd', 'client-cert-auth', true),
  'kube-apiserver': onApiServer,
  'kube-controller-manager': () => onFlag('kube-controller-manager', 'profiling', false),
  'kube-scheduler': () => onFlag('kube-scheduler', 'profiling', false),
  kubelet: () => onFlag('kubelet', 'anonymous-auth', false),
  'kube-proxy': () => onFlag('kube-proxy', 'profiling', false),
  files: onFile,
  cluster: onCluster,
};

/** The files of a new rule's folder. */
export function templateFor(component: string, id: string): Record<string, string> {
  const example = EXAMPLES[component]?.();
  if (example === undefined) throw new Error(`there is no example for ${component}`);
  const cases = Object.entries(example.cases).map(([name, text]) => [`cases/${name}.yaml`, text]);
  return { 'rule.md': ruleText(component, id, example), ...Object.fromEntries(cases) };
}

function ruleText(component: string, id: string, { title, target, check }: Example): string {
  const parameters =
    component === 'cluster'
      ? 'parameters:\n  system-namespaces: { default: [kube-system], description: Namespaces that are not judged }\n'
      : '';
  return `---
id: ${id}
title: ${title}
component: ${component}
target: ${target}
severity: medium
stability: preview
aliases: []
# The key of a benchmark's topic puts the rule beside that control; one of its own leaves it by itself.
key: own.${id}
check: ${check}
${parameters}evidence: []
remediation:
  set: {}
  requires: []
  disruption: not known
---

## Description

What is asked of what.

## Rationale

What somebody can do as long as it is not so.

## Audit

How to see it by hand, at the source that decides.

## Remediation

What to change, where, in which order.

## Impact

Who notices the change.

## Default Value

What holds when nobody sets anything.

## References

None.
`;
}
