import { expect, test } from 'vitest';
import type { Report } from '../model/finding.ts';
import { renderJunit } from './junit.ts';
import { finding, report } from './testing.ts';

const UNREAD: Report['files'] = {
  judged: ['a.yaml'],
  passedOver: 0,
  problems: [{ path: 'b.yaml', line: 3, problem: 'it is no YAML' }],
  notes: [],
};

test('a file that could not be read is an error, not silence', () => {
  const text = renderJunit({ ...report([finding()]), files: UNREAD });

  expect(text).toContain('tests="2" failures="0" errors="1"');
  expect(text).toContain('<testcase name="b.yaml:3" classname="kubetrue.files">');
  expect(text).toContain('<error type="error" message="it is no YAML"/>');
});

test('suites count their own', () => {
  const text = renderJunit(
    report([
      finding({ status: 'fail' }),
      finding({ status: 'manual', target: { kind: 'node', component: 'kubelet', node: 'cp-1' } }),
    ]),
  );

  expect(text).toContain('name="etcd 3.5.21, m1" tests="1" failures="1" errors="0" skipped="0"');
  expect(text).toContain('name="kubelet" tests="1" failures="0" errors="0" skipped="1"');
});
