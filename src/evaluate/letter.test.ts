import { expect, it } from 'vitest';
import type { Control } from '../model/benchmark.ts';
import type { Decision } from './decide.ts';
import { byLetter, withLetter } from './letter.ts';

const DECISION: Decision = {
  status: 'pass',
  reason: 'In fact it holds.',
  proof: { outcome: 'confirmed', method: '', observed: '', at: null },
};

function control(assessment: Control['assessment']): Control {
  return { control: '2.2', key: '', subject: '', title: '', level: 1, assessment, rules: [] };
}

it('shows the letter where it differs', () => {
  const outcome = withLetter(DECISION, { status: 'fail', reason: 'The switch is off.' });

  expect(outcome).toMatchObject({ status: 'pass', letter: 'fail', letterReason: 'The switch is off.' });
});

it.each(['pass', 'unknown'] as const)('shows no letter that says %s', (status) => {
  expect(withLetter(DECISION, { status, reason: '' })).not.toHaveProperty('letter');
});

it('lets the letter decide when asked, and keeps what is in force in the reason', () => {
  const outcome = byLetter(DECISION, { status: 'fail', reason: 'The switch is off.' }, control('automated'));

  expect(outcome.status).toBe('fail');
  expect(outcome.reason).toContain('In force: pass.');
});

it('leaves to a person what the benchmark calls manual', () => {
  expect(byLetter(DECISION, { status: 'fail', reason: '' }, control('manual')).status).toBe('manual');
  expect(byLetter(DECISION, { status: 'not-applicable', reason: '' }, control('manual')).status).toBe(
    'not-applicable',
  );
});
