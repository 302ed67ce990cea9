import { expect, it, vi } from 'vitest';
import type { ProcessFacts } from '../model/snapshot.ts';
import { judgedOnce } from './judged-once.ts';

it('reads a process once, but what it answered anew', () => {
  const judge = vi.fn((_process: ProcessFacts, version: string | null) => ({
    version,
    candidates: [],
    name: null,
  }));
  const component = judgedOnce({ name: 'one', knownVersions: '', judge });
  const [first, second] = [{ pid: 1 }, { pid: 1 }] as unknown as [ProcessFacts, ProcessFacts];

  const all = [component.judge(first, null), component.judge(first, null), component.judge(second, null)];

  expect(all[1]).toBe(all[0]);
  expect(all[2]).not.toBe(all[0]);
  expect(component.judge(first, '3.6.5').version).toBe('3.6.5');
  expect(judge).toHaveBeenCalledTimes(3);
});
