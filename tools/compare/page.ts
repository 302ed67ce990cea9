import type { Report } from '../../src/model/finding.ts';
import { counts, type Difference } from './fresh.ts';
import type { KubeBenchStatus } from './kube-bench.ts';
import type { Weakened } from './weakened.ts';
import { PASSED_OVER } from './why.ts';

export interface Compared {
  day: string;
  kubeBenchVersion: string;
  report: Report;
  kubeBench: ReadonlyMap<string, KubeBenchStatus>;
  differences: readonly Difference[];
  weakened: readonly Weakened[];
}

/** docs/comparison.md. */
export function comparisonPage({ day, kubeBenchVersion, report, ...compared }: Compared): string {
  const { kubeBench, differences, weakened } = compared;
  const [opposite, judged, absent] = grouped(differences);
  const number = (is: (one: Weakened) => boolean) => weakened.filter(is).length;
  return `# Beside kube-bench

Both on the same node in one run, on ${day}: Kubernetes ${report.node.kubernetes} by kubeadm, benchmark CIS 1.12, as root with
the administrator's kubeconfig. kube-bench is ${kubeBenchVersion}, with all five targets,
kubectl, jq and a shell that knows \`[[\` at hand. \`node tools/compare-kube-bench.ts\` writes this page from such a run; the
reasons were looked up by hand, on the node and in kube-bench's configuration.

## A fresh node

| ${report.findings.length} controls | pass | fail | left to a person | not applicable |
| --- | --- | --- | --- | --- |
| kube-bench | ${['PASS', 'FAIL', 'WARN', 'INFO'].map((status) => total(kubeBench.values(), status)).join(' | ')} |
| kubetrue | ${['pass', 'fail', 'manual', 'not-applicable'].map((status) => total(statuses(report), status)).join(' | ')} |

kube-bench writes WARN for what a person must judge, and for a control that its benchmark file does not score and that
is not met.

### They contradict each other

${table(opposite)}

### kube-bench leaves it to a person, kubetrue judges

${table(judged)}

### There is nothing to judge

${table(absent)}

## A node with one weakness

A hardened node is given ${weakened.length} weaknesses, one after the other, each taken away before the next. Those of Pods are left
out where kube-bench has a test, because they are put into Deployments without a Pod. kubetrue's verdict was \`fail\`
for ${number(({ kubetrue }) => kubetrue === 'fail')} of ${weakened.length} while they were there.

| kube-bench without, then with the weakness | weaknesses |
| --- | --- |
| PASS or WARN, FAIL | ${number(({ before, kubeBench: then }) => then === 'FAIL' && before !== 'FAIL')} |
| PASS, WARN | ${number(({ before, kubeBench: then }) => then === 'WARN' && before === 'PASS')} |
| PASS, PASS | ${number(({ before, kubeBench: then }) => then === 'PASS' && before === 'PASS')} |
| WARN, WARN | ${number(({ before, kubeBench: then }) => then === 'WARN' && before === 'WARN')} |
| FAIL, FAIL | ${number(({ before, kubeBench: then }) => then === 'FAIL' && before === 'FAIL')} |

### Passed over

${weaknesses(
  weakened.filter((one) => one.kubeBench === 'PASS'),
  passedOver,
)}

### The same verdict with and without it

${weaknesses(
  weakened.filter((one) => one.kubeBench !== 'PASS' && one.kubeBench === one.before),
  ({ before, kubeBench: then }) => `${before}, ${then}`,
)}
`;
}

function passedOver({ control, what }: Weakened): string {
  const why = PASSED_OVER[`${control}: ${what}`];
  if (why === undefined) throw new Error(`no explanation in why.ts: ${control}: ${what}`);
  return why;
}

function statuses({ findings }: Report): string[] {
  return findings.map(({ status }) => status);
}

function total(all: Iterable<string>, status: string): number {
  return counts(all).get(status) ?? 0;
}

function grouped(all: readonly Difference[]): [Difference[], Difference[], Difference[]] {
  const absent = all.filter(({ kubetrue }) => kubetrue === 'not-applicable');
  const rest = all.filter(({ kubetrue }) => kubetrue !== 'not-applicable');
  return [
    rest.filter(({ kubeBench }) => kubeBench !== 'WARN'),
    rest.filter(({ kubeBench }) => kubeBench === 'WARN'),
    absent,
  ];
}

function table(rows: readonly Difference[]): string {
  return [
    '| control | kube-bench | kubetrue | what shows it |',
    '| --- | --- | --- | --- |',
    ...rows.map(
      ({ control, title, kubeBench, kubetrue, why }) =>
        `| ${control} ${title} | ${kubeBench} | ${kubetrue} | ${why} |`,
    ),
  ].join('\n');
}

function weaknesses(rows: readonly Weakened[], about: (one: Weakened) => string): string {
  return [
    '| control | weakness | kube-bench |',
    '| --- | --- | --- |',
    ...rows.map((one) => `| ${one.control} | ${one.what} | ${about(one)} |`),
  ].join('\n');
}
