import { describe, expect, it } from 'vitest';
import type { Plan } from '../../src/model/plan.ts';
import { HARD_WAY } from './hard-way.ts';
import { K3S_AGENT } from './k3s-agent.ts';
import { K3S_SERVER } from './k3s-server.ts';
import { KUBESPRAY } from './kubespray.ts';
import type { Layout } from './layout.ts';
import { MICROK8S } from './microk8s.ts';
import { repairLayout } from './repair-layout.ts';
import { RKE2_SERVER } from './rke2-server.ts';

function withFiles(layout: Layout, files: Layout['files']): Layout {
  return { ...layout, files: { ...layout.files, ...files } };
}

const K3S = '/etc/rancher/k3s/config.yaml';
const RKE2 = '/etc/rancher/rke2/config.yaml';

/** Later files replace a list or add to it; what is set there beats what K3s sets by itself. */
const K3S_DROP_INS = withFiles(K3S_SERVER, {
  [`${K3S}.d/10-site.yaml`]:
    '# of the site\nkubelet-arg:\n  - streaming-connection-idle-timeout=0 # long sessions\n  - anonymous-auth=true\nkube-scheduler-arg: profiling=true\n',
  [`${K3S}.d/20-more.yaml`]: 'kubelet-arg+:\n  - "anonymous-auth=true" # again\n  - max-pods=200\n',
});

const RKE2_DROP_IN = withFiles(RKE2_SERVER, {
  [RKE2]: 'profile: cis\r\nselinux: true\r\n',
  [`${RKE2}.d/50-kubelet.yaml`]: 'kubelet-arg: ["max-pods=200"] # few\n',
});

const LAYOUTS: readonly (readonly [name: string, layout: Layout])[] = [
  ['k3s-server', K3S_SERVER],
  ['k3s-drop-ins', K3S_DROP_INS],
  ['k3s-agent', K3S_AGENT],
  ['rke2-server', RKE2_SERVER],
  ['rke2-drop-in', RKE2_DROP_IN],
  ['microk8s', MICROK8S],
  ['kubespray', KUBESPRAY],
  ['hard-way', HARD_WAY],
];

const BAD: readonly string[] = ['fail', 'conflict', 'error', 'unknown'];

/** What would be changed, and what is left, for a reader. Files' modes have tests of their own. */
function shown({ changes, notPlanned }: Plan): string {
  const made = changes
    .filter(({ restarts }) => restarts !== null)
    .map(({ id, class: type, level, restarts, edits, durable }) => {
      const diffs = edits.map((edit) => ('diff' in edit ? edit.diff.trimEnd() : ''));
      const more = durable.map(({ where, change }) => `durable: ${where}: ${change}`);
      const components = restarts?.components?.join(', ') ?? restarts?.component;
      return [
        `${id}: ${type}, ${level}, restarts ${restarts?.program ?? 'by itself'} (${components})`,
        ...diffs,
        ...more,
      ].join('\n');
    });
  const left = notPlanned
    .filter(({ rule }) => !/^(?:files|cluster)-/.test(rule))
    .map(({ rule, kind, reason, byHand }) => `${rule}\n  ${kind}: ${reason}\n  by hand: ${byHand}`);
  return `${[...made, 'Left:', ...left.sort()].join('\n\n')}\n`;
}

describe.each(LAYOUTS)('fixes of %s', (name, layout) => {
  it('turn what they are for and nothing else, once, and keep comments', async () => {
    const { plan, again, before, after, texts } = await repairLayout(layout);

    await expect(shown(plan)).toMatchFileSnapshot(`fixes/${name}.txt`);
    const planned = plan.changes.flatMap(({ rules }) => rules.map(({ rule }) => rule));
    const statusOf = (findings: typeof after, rule: string) =>
      findings.filter((one) => one.rule === rule).map(({ status }) => status);
    const unmet = planned.filter((rule) =>
      statusOf(after, rule).some((status) => status !== 'pass' && status !== 'not-applicable'),
    );
    expect(unmet).toEqual([]);
    const good = (rule: string) => statusOf(before, rule).every((status) => status === 'pass');
    const rules = [...new Set(before.map(({ rule }) => rule))].filter(good);
    expect(rules.filter((rule) => statusOf(after, rule).some((status) => BAD.includes(status)))).toEqual([]);
    expect(again.changes.flatMap(({ edits }) => edits.filter(({ kind }) => kind === 'content'))).toEqual([]);
    for (const { before: old, after: fresh } of texts) {
      const comments = old.match(/#.*/g) ?? [];
      expect(comments.filter((comment) => !fresh.includes(comment))).toEqual([]);
    }
  });
});
