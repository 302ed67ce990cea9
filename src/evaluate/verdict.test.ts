import { expect, it } from 'vitest';
import { agreed, type Verdict } from './verdict.ts';

function verdicts(...list: [version: string, status: Verdict['status']][]) {
  return list.map(([version, status]) => ({
    version,
    verdict: { status, reason: `${status} of ${version}.` },
  }));
}

it("takes the verdict on which all versions agree, in the newest one's words", () => {
  const verdict = agreed(verdicts(['3.4.0', 'pass'], ['3.5.0', 'pass']));

  expect(verdict).toEqual({ status: 'pass', reason: 'pass of 3.5.0.' });
});

it('names both sides where versions differ', () => {
  const verdict = agreed(
    verdicts(['3.3.0', 'fail'], ['3.4.0', 'pass'], ['3.4.25', 'pass'], ['3.7.0', 'pass']),
  );

  expect(verdict.status).toBe('unknown');
  expect(verdict.reason).toContain('in 3.3 fail (fail of 3.3.0)');
  expect(verdict.reason).toContain('from 3.4 to 3.7 pass');
});

it('knows nothing of no version', () => {
  expect(agreed([]).status).toBe('unknown');
});
