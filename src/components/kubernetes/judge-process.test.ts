import { describe, expect, it } from 'vitest';
import type { ProcessFacts } from '../../model/snapshot.ts';
import type { ChangedFile } from '../stale.ts';
import type { Candidate } from '../subject.ts';
import { judgeBy } from './judge-process.ts';

const origin = { kind: 'process', path: '/proc/1' } as const;
const CHANGE = { path: '/f', changedAt: '', startedAt: '' };

function processOf(version: string | null): ProcessFacts {
  const fact =
    version === null ? { state: 'absent', lookedAt: [] } : { state: 'present', value: version, origin };
  return { version: fact } as unknown as ProcessFacts;
}

/** Takes the minors given and refuses the others. */
function takes(minors: readonly number[], stale: readonly ChangedFile[] = []) {
  return (_process: ProcessFacts, minor: number): Candidate => {
    const version = `1.${minor}`;
    if (!minors.includes(minor)) return { version, outcome: 'refuses', because: '', origin, stale };
    return { version, outcome: 'undetermined', because: '', origin };
  };
}

function versions(read: ReturnType<typeof takes>, version: string | null, answered: string | null = null) {
  return judgeBy(read)(processOf(version), answered).candidates.map((one) => one.version);
}

describe('a process is read by', () => {
  it.each([
    ['its version', takes([34]), '1.34.1', null, ['1.34']],
    ['its own answer first', takes([33]), '1.34.1', '1.33.0', ['1.33']],
    ['its version though that refuses it', takes([]), '1.34.1', null, ['1.34']],
    ['every minor that could run it', takes([20, 21]), null, null, ['1.20', '1.21']],
    ['no minor outside', takes([34]), '1.99.0', null, []],
    ['none of another major', takes([34]), '2.1.0', null, []],
  ])('%s', (_name, read, version, answered, expected) => {
    expect(versions(read, version, answered)).toEqual(expected);
  });

  it.each([
    ['no minor could run it', takes([])],
    ['only one long out of use could', takes([18])],
    ['they refuse a file that is newer than the process', takes([], [CHANGE])],
  ])('all minors when %s', (_name, read) => {
    expect(versions(read, null)).toHaveLength(19);
  });

  it('knows no version where several must agree', () => {
    const judge = judgeBy(takes([20]));

    expect(judge(processOf(null), null).version).toBeNull();
    expect(judge(processOf('1.20.3'), null).version).toBe('1.20.3');
  });

  it('is asked once', () => {
    let asked = 0;
    const judge = judgeBy((process, minor) => {
      asked += 1;
      return takes([34])(process, minor);
    });
    const facts = processOf('1.34.1');

    expect(judge(facts, null)).toBe(judge(facts, null));
    expect(asked).toBe(1);
  });
});
