import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { importContext } from '../../cli/rules/import-context.ts';
import type { Benchmark, Control } from '../../model/benchmark.ts';
import { KubetrueError } from '../../model/errors.ts';
import type { Rule } from '../../model/rule.ts';
import { loadCatalog } from '../index.ts';
import { exportPage } from '../page/export.ts';
import { importPage } from './index.ts';

const catalog = loadCatalog('content');
const context = importContext(catalog);

/** Rules on nodes whose letter has no sentence in the grammar of published pages, and why. */
const NOT_SAID: Readonly<Record<string, string>> = {
  'etcd-unique-ca': 'compares two components',
  'files-cni-mode': 'a directory that the runtime names',
  'files-cni-owner': 'a directory that the runtime names',
  'files-pki-cert-mode': 'files of a kind below a directory',
  'files-pki-key-mode': 'files of a kind below a directory',
  'files-pki-owner': 'files of a kind below a directory',
  'kube-apiserver-admission-securitycontextdeny': 'one of two members',
  'kube-apiserver-audit-policy-content': 'the content of a file',
  'kube-apiserver-encryption-provider': 'the content of a file',
  'kube-apiserver-request-timeout': 'two durations',
  'kube-apiserver-secure-port': 'above a number',
  'kube-apiserver-tls-ciphers': 'no member but these',
  'kube-controller-manager-rotate-kubelet-server-cert': 'a gate by its value, its default included',
  'kube-proxy-metrics-bind-address': 'one of two values',
  'kubelet-pod-pids-limit': 'above a number',
  'kubelet-rotate-server-cert': 'a gate by its value, its default included',
  'kubelet-streaming-idle-timeout': 'a duration',
  'kubelet-tls-ciphers': 'no member but these',
};

/** A version with the rule's own sentence, not one of its own. */
function homeOf(rule: Rule): { control: Control; benchmark: Benchmark } {
  for (const benchmark of catalog.benchmarks) {
    const control = benchmark.controls.find((one) => one.rules.includes(rule.id) && one.letter === undefined);
    if (control !== undefined) return { control, benchmark };
  }
  throw new Error(`no benchmark has ${rule.id}`);
}

function judgedAlike(rule: Rule): boolean {
  const { control, benchmark } = homeOf(rule);
  const text = exportPage(rule, control, benchmark, catalog);
  try {
    const {
      check,
      letter = check,
      applies,
      remediation,
    } = importPage('page.md', Buffer.from(text), context).frontMatter;
    return isDeepStrictEqual(
      { check, letter, applies, remediation },
      { check: rule.check, letter: rule.letter, applies: rule.applies, remediation: rule.remediation },
    );
  } catch (error) {
    if (error instanceof KubetrueError) return false;
    throw error;
  }
}

describe('a page that explain writes', () => {
  const onNodes = catalog.rules.filter(({ target }) => target === 'node');

  it('is imported as the rule that it is of, for all rules that the grammar can say', () => {
    const otherwise = onNodes.filter((rule) => !judgedAlike(rule)).map(({ id }) => id);

    expect(otherwise).toEqual(Object.keys(NOT_SAID));
  });
});
