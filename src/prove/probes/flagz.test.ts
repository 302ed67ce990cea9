import { describe, expect, it } from 'vitest';
import { flagz } from './flagz.ts';

const NAMES = ['audit-log-path', 'profiling', 'token-auth-file'];
const VALUES = { 'audit-log-path': '/var/log/a b.log', profiling: 'false', 'token-auth-file': '' };
const OTHERS = { 'audit-log-path-other': 'no', 'etcd-servers': 'https://user:hunter2@127.0.0.1:2379' };

function kept(body: string, status = 200) {
  return flagz(NAMES).keep({ status, body });
}

describe('what is kept of /flagz', () => {
  it.each([':', ': ', '=', ' '])('by the text of up to 1.34, with %j behind the name', (separator) => {
    const lines = Object.entries({ ...VALUES, ...OTHERS }).map(
      ([name, value]) => `${name}${separator}${value}`,
    );
    const body = `\nkube-apiserver flags\nWarning: This endpoint is not meant to be machine parseable\n\n${lines.join('\n')}\n`;

    expect(kept(body)).toEqual(VALUES);
  });

  it('by JSON', () => {
    const body = JSON.stringify({
      ...{ kind: 'Flagz', apiVersion: 'config.k8s.io/v1beta1', metadata: { name: 'kube-apiserver' } },
      flags: { ...VALUES, ...OTHERS },
    });

    expect(kept(body)).toEqual(VALUES);
  });

  it.each([
    ['a refusal', '{"flags":{"profiling":"true"}}', 403],
    ['another text', 'not found', 200],
    ['a value too long to compare', `profiling=${'x'.repeat(201)}`, 200],
  ])('is nothing of %s', (_name, body, status) => {
    expect(kept(body, status)).toEqual({});
  });
});
