import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { levelOf } from '../../../src/components/kube-apiserver/audit/audit-coverage.ts';
import {
  type AuditedRequest,
  type AuditRule,
  matchingRule,
} from '../../../src/components/kube-apiserver/audit/audit-match.ts';
import {
  type AuditProbe,
  auditProbes,
  requestsOf,
} from '../../../src/components/kube-apiserver/audit/audit-probes.ts';
import { readConfiguration } from '../../../src/components/kube-apiserver/reading.ts';
import { type ControlPlane, startControlPlane } from '../../nodes/control-plane.ts';
import { apiServerFacts } from '../../support/api-server.ts';
import { drawn, sampleAt } from '../picker.ts';
import { ask, httpOf, levelsIn } from './audited.ts';
import { auditRule } from './structured.ts';

const MINOR = 34;
const POLICIES = 8;
const SEED = 1;
/** Events are written before the answer, or at once after it. */
const WRITTEN_MS = 500;
const PROBES = auditProbes(['certificatesigningrequests', 'serviceaccounts/token']);
const REQUESTS = PROBES.flatMap((probe) => requestsOf(probe).map((request) => ({ probe, request })));

const policies = drawn((pick) => {
  const rules = Array.from({ length: pick.one([2, 3, 5, 8]) }, () => auditRule(pick));
  return stringify({ apiVersion: 'audit.k8s.io/v1', kind: 'Policy', rules });
});

/** The first policies of a seed that the server would take, each with its rules. */
function soundPolicies(): { text: string; rules: readonly AuditRule[] }[] {
  const texts = Array.from({ length: 4 * POLICIES }, (_, index) => sampleAt(policies, SEED, index));
  return texts
    .flatMap((text) => {
      const facts = apiServerFacts({ args: ['--audit-policy-file=/p'], files: { '/p': text } });
      const read = readConfiguration(facts, MINOR);
      if (read.outcome !== 'starts' || read.files.audit.state !== 'read') return [];
      return [{ text, rules: read.files.audit.value.rules }];
    })
    .slice(0, POLICIES);
}

function tokenOf({ user }: AuditedRequest): string {
  return user.replaceAll(':', '-');
}

/** As --token-auth-file has it; everybody with a token is in system:authenticated. */
function tokens(): string {
  const lines = REQUESTS.map(({ request }) => {
    const groups = request.groups.filter((group) => group !== 'system:authenticated').join(',');
    return `${tokenOf(request)},${request.user},${request.user},"${groups}"`;
  });
  return [...new Set(lines)].join('\n');
}

let plane: ControlPlane;

beforeAll(async () => {
  plane = await startControlPlane();
  writeFileSync(join(plane.directory, 'tokens.csv'), tokens());
});

afterAll(() => plane?.stop());

/** At which level a real server records each request. */
async function recorded(policy: string, name: string): Promise<string[]> {
  const path = (file: string) => join(plane.directory, file);
  writeFileSync(path(`${name}.yaml`), policy);
  const { url } = await plane.restart('kube-apiserver', (argv) => [
    ...argv.filter((word) => !/^--(?:audit|token-auth)/.test(word)),
    `--token-auth-file=${path('tokens.csv')}`,
    `--audit-policy-file=${path(`${name}.yaml`)}`,
    `--audit-log-path=${path(`${name}.log`)}`,
  ]);
  const ids: string[] = [];
  for (const { request } of REQUESTS) {
    const { method, path: at } = httpOf(request);
    const { status, headers } = await ask(url, method, at, tokenOf(request));
    if (status !== 403) throw new Error(`${method} ${at}: ${status}`);
    ids.push(String(headers['audit-id']));
  }
  await sleep(WRITTEN_MS);
  const levels = levelsIn(readFileSync(path(`${name}.log`), 'utf8'));
  return ids.map((id) => levels.get(id) ?? 'None');
}

function told(rules: readonly AuditRule[], probe: AuditProbe, request: AuditedRequest): string {
  return levelOf(probe, matchingRule(rules, request, MINOR));
}

describe('a real API server records each request at the level that is read from its policy', () => {
  it.each(soundPolicies().map((one, index) => [index, one] as const))(
    'policy %i',
    async (index, { text, rules }) => {
      const levels = await recorded(text, `policy-${index}`);

      const wrong = REQUESTS.flatMap(({ probe, request }, at) => {
        const ours = told(rules, probe, request);
        return ours === levels[at]
          ? []
          : [`${probe.label} by ${request.user} in ${request.namespace}: ${levels[at]}, not ${ours}`];
      });
      expect({ text, wrong }).toEqual({ text, wrong: [] });
    },
  );
});
