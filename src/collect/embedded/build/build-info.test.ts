import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { goProgram, k3sProgram } from '../../../../test/support/collect/go-program.ts';
import { type Reading, readValue } from '../../../machine/reading.ts';
import { RootedFs } from '../../../machine/rooted/rooted-fs.ts';
import { buildInfo } from './build-info.ts';
import { linkedText, moduleVersion } from './versions.ts';

const VERSION = 'example.test/k3s/pkg/version.Version';

function directory(): string {
  const made = mkdtempSync(join(tmpdir(), 'kubetrue-go-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** A small program built by the real go command. */
function built(flags: readonly string[]): string {
  const source = directory();
  mkdirSync(join(source, 'pkg/version'), { recursive: true });
  writeFileSync(join(source, 'go.mod'), 'module example.test/k3s\n\ngo 1.22\n');
  writeFileSync(join(source, 'pkg/version/version.go'), 'package version\n\nvar Version = "dev"\n');
  writeFileSync(
    join(source, 'main.go'),
    'package main\n\nimport "example.test/k3s/pkg/version"\n\nfunc main() { println(version.Version) }\n',
  );
  execFileSync('go', ['build', ...flags, '-o', 'program', '.'], {
    cwd: source,
    env: { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-buildvcs=false' },
    stdio: 'pipe',
  });
  return source;
}

function linesOf(source: string, name = 'program'): Reading<readonly string[]> {
  const fs = readValue(RootedFs.open(source, 'CAP_DAC_READ_SEARCH'));
  if (fs === undefined) throw new Error('no directory');
  const lines = buildInfo(fs, `/${name}`);
  fs.close();
  return lines;
}

const LINKED = `\n    -X ${VERSION}=v1.31.5+k3s1\n    -X example.test/other.Version=v9.9.9\n -w -s`;

describe('what a Go program was built from', () => {
  it('is read from what the go command builds', { timeout: 120_000 }, () => {
    const source = built(['-ldflags', LINKED]);

    const lines = readValue(linesOf(source)) ?? [];

    expect(lines).toContain('mod\texample.test/k3s\t(devel)\t');
    expect(linkedText(lines, VERSION)).toBe('v1.31.5+k3s1');
  });

  it.each([
    ['64 bits, the low byte first', { wide: true, little: true }],
    ['64 bits, the high byte first', { wide: true, little: false }],
    ['32 bits, the low byte first', { wide: false, little: true }],
    ['32 bits, the high byte first', { wide: false, little: false }],
  ])('is read from numbers of %s', (_name, layout) => {
    const source = directory();
    writeFileSync(join(source, 'program'), k3sProgram('1.31.5', '3.5.16', layout));

    const lines = readValue(linesOf(source)) ?? [];

    expect(lines[0]).toBe('path\tgithub.com/k3s-io/k3s/cmd/server');
  });

  it('lacks the flags of the linker where paths were trimmed', { timeout: 120_000 }, () => {
    const source = built(['-trimpath', '-ldflags', LINKED]);

    const lines = readValue(linesOf(source)) ?? [];

    expect(lines).toContain('mod\texample.test/k3s\t(devel)\t');
    expect(linkedText(lines, VERSION)).toBeNull();
  });

  it.each([
    ['a script', Buffer.from('#!/bin/sh\n')],
    ['an empty file', Buffer.alloc(0)],
    ['the beginning of a program', k3sProgram('1.31.5').subarray(0, 60)],
    [
      'a header that points nowhere',
      Buffer.concat([k3sProgram('1.31.5').subarray(0, 40), Buffer.alloc(24, 0xff)]),
    ],
    ['a program whose end is missing', k3sProgram('1.31.5').subarray(0, 200)],
  ])('is not known of %s', (_name, content) => {
    const source = directory();
    writeFileSync(join(source, 'program'), content);

    expect(linesOf(source).state).toBe('unreadable');
  });

  it('is not there of a file that is not', () => {
    expect(linesOf(directory()).state).toBe('missing');
  });
});

describe('versions among the lines', () => {
  const source = () => {
    const made = directory();
    writeFileSync(join(made, 'program'), k3sProgram('1.31.5', '3.5.16'));
    return readValue(linesOf(made)) ?? [];
  };

  it('are those of what replaced a module', () => {
    expect(moduleVersion(source(), 'go.etcd.io/etcd/server/v3')).toBe('v3.5.16-k3s1');
  });

  it('are those of the module itself where nothing did', () => {
    const made = directory();
    writeFileSync(join(made, 'program'), goProgram(['dep\tk8s.io/kubernetes\tv1.31.5\th1:x', '']));

    expect(moduleVersion(readValue(linesOf(made)) ?? [], 'k8s.io/kubernetes')).toBe('v1.31.5');
  });

  it('are not those of a module whose path begins alike', () => {
    expect(moduleVersion(source(), 'go.etcd.io/etcd')).toBeNull();
  });
});
