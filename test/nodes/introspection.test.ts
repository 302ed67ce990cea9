import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { type ControlPlane, startControlPlane } from './control-plane.ts';
import { contradictions, findingsOf, judged, snapshotOf } from './control-plane-findings.ts';
import { hardenedApiServer, hardenedDirectory } from './trials/hardened.ts';
import { add, both } from './trials/trial.ts';

const API_SERVER = 'kube-apiserver';
/** Rules that no answer proves but that of /flagz, with what they have another proof for where it is silent. */
const BY_FLAGS = [
  ...['token-auth-file', 'request-timeout', 'service-account-lookup', 'sa-extend-token-expiration'],
  ...['audit-log-maxage', 'audit-log-maxbackup', 'audit-log-maxsize'],
].map((name) => `${API_SERVER}-${name}`);
const BY_ENTRIES = ['audit-log-path', 'audit-policy-file', 'audit-policy-content'].map(
  (name) => `${API_SERVER}-${name}`,
);

let controlPlane: ControlPlane;

beforeAll(async () => {
  const change = both(hardenedApiServer, add('--feature-gates=ComponentFlagz=true'));
  controlPlane = await startControlPlane({ change: { [API_SERVER]: change } });
});

afterAll(() => controlPlane?.stop());

function proofs(findings: readonly Finding[], rules: readonly string[]): Record<string, string> {
  const told = rules.map((rule) => {
    const found = findings.find((one) => one.rule === rule);
    return [rule, `${found?.status}, ${found?.proof.outcome}`] as const;
  });
  return Object.fromEntries(told);
}

function all(rules: readonly string[], told: string): Record<string, string> {
  return Object.fromEntries(rules.map((rule) => [rule, told]));
}

function observedBy(findings: readonly Finding[], rule: string): string {
  return findings.find((one) => one.rule === rule)?.proof.observed ?? '';
}

/** The same facts, had the API server been started with another word. */
function withWord(snapshot: Snapshot, word: string): Snapshot {
  const processes = snapshot.processes.map((one) =>
    one.component === API_SERVER && one.argv.state === 'present'
      ? { ...one, argv: { ...one.argv, value: [...one.argv.value, word] } }
      : one,
  );
  return { ...snapshot, processes };
}

/** The same facts, had the API server been started after its files were changed. */
function startedLater(snapshot: Snapshot): Snapshot {
  const later = new Date(Date.now() + 3_600_000).toISOString();
  const processes = snapshot.processes.map((one) =>
    one.startedAt.state === 'present' ? { ...one, startedAt: { ...one.startedAt, value: later } } : one,
  );
  return { ...snapshot, processes };
}

describe('an API server that tells its flags', () => {
  it('has proved what nothing else shows', async () => {
    const findings = await findingsOf(controlPlane, API_SERVER);

    expect(contradictions(findings)).toEqual([]);
    expect(proofs(findings, BY_FLAGS)).toEqual(all(BY_FLAGS, 'pass, confirmed'));
    expect(observedBy(findings, 'kube-apiserver-request-timeout')).toMatch(
      /^\/flagz at 127\.0\.0\.1:\d+ says --request-timeout = 1m0s\.$/,
    );
  });

  let answered: Snapshot;

  beforeAll(async () => {
    answered = await snapshotOf(controlPlane);
  });

  it.each([
    ['kube-apiserver-token-auth-file', '--token-auth-file=/etc/kubernetes/tokens.csv'],
    ['kube-apiserver-request-timeout', '--request-timeout=10m'],
    ['kube-apiserver-service-account-lookup', '--service-account-lookup=false'],
    ['kube-apiserver-sa-extend-token-expiration', '--service-account-extend-token-expiration=true'],
    ['kube-apiserver-audit-log-maxage', '--audit-log-maxage=3'],
    ['kube-apiserver-audit-log-maxbackup', '--audit-log-maxbackup=3'],
    ['kube-apiserver-audit-log-maxsize', '--audit-log-maxsize=30'],
    ['kube-apiserver-profiling', '--profiling=true'],
  ])('contradicts another value: %s', (rule, word) => {
    const findings = judged(withWord(answered, word), controlPlane, API_SERVER);

    expect(proofs(findings, [rule])).toEqual({ [rule]: 'conflict, contradicted' });
  });
});

describe('an API server that keeps an audit log', () => {
  it('has proved that it does, by entries of what it was just asked', async () => {
    const findings = await findingsOf(controlPlane, API_SERVER);

    const log = join(hardenedDirectory(controlPlane.directory), 'audit.log');
    expect(proofs(findings, BY_ENTRIES)).toEqual(all(BY_ENTRIES, 'pass, confirmed'));
    for (const rule of BY_ENTRIES)
      expect(observedBy(findings, rule)).toMatch(
        new RegExp(
          `GET /api/v1/namespaces/default/secrets/kubetrue-\\w+ at \\S+ stands in ${log} at level Metadata`,
        ),
      );
  });

  it('keeps nothing of an entry but its level and whom it names', async () => {
    const { observations } = await snapshotOf(controlPlane);

    const kept = observations.filter(({ method }) => method === 'AUDIT').map(({ seen }) => seen);
    expect(kept).toHaveLength(2);
    for (const seen of kept)
      expect(seen).toEqual({
        found: true,
        level: 'Metadata',
        user: 'kubernetes-super-admin',
        groups: ['system:masters', 'system:authenticated'],
      });
  });

  it('is asked neither for flags nor for entries where no rule wants them', async () => {
    const log = join(hardenedDirectory(controlPlane.directory), 'audit.log');
    const ours = () => readFileSync(log, 'utf8').match(/"auditID":"kubetrue-/g)?.length ?? 0;
    const before = ours();

    const { observations } = await snapshotOf(controlPlane, new Set(['apiserver-refuses-strangers']));

    const methods = new Set(observations.map(({ method }) => method));
    expect([...methods].sort()).toEqual(['ANON', 'LISTEN', 'PLAIN']);
    expect([before > 0, ours()]).toEqual([true, before]);
  });

  it('contradicts another policy than the one in force', async () => {
    const policy = join(hardenedDirectory(controlPlane.directory), 'audit.yaml');
    const before = readFileSync(policy, 'utf8');
    writeFileSync(policy, 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{ level: RequestResponse }]\n');
    try {
      const snapshot = startedLater(await snapshotOf(controlPlane));
      const findings = judged(snapshot, controlPlane, API_SERVER);

      const found = findings.find(({ rule }) => rule === 'kube-apiserver-audit-policy-content');
      expect(found?.proof.outcome).toBe('contradicted');
      expect(found?.proof.observed).toContain('at level Metadata');
    } finally {
      writeFileSync(policy, before);
    }
  });
});
