import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unifiedDiff } from './diff.ts';

/** What `patch` makes of a text. */
function patched(before: string, diff: string): string {
  const lines = before.split('\n');
  let shift = 0;
  for (const hunk of diff.split(/^(?=@@ )/m).slice(1)) {
    const head = /^@@ -(\d+),(\d+) \+(\d+),(\d+) @@\n/.exec(hunk);
    const [start, length, , newLength] = (head?.slice(1) ?? []).map(Number);
    const body = hunk.slice(head?.[0].length).replace(/\n$/, '').split('\n');
    const [old, fresh] = [body.filter((line) => line[0] !== '+'), body.filter((line) => line[0] !== '-')];
    const at = (start ?? 0) - 1 + shift;
    expect(old.map((line) => line.slice(1))).toEqual(lines.slice(at, at + (length ?? 0)));
    expect(fresh).toHaveLength(newLength ?? -1);
    lines.splice(at, length ?? 0, ...fresh.map((line) => line.slice(1)));
    shift += (newLength ?? 0) - (length ?? 0);
  }
  return lines.join('\n');
}

describe('a diff', () => {
  it('makes the one text of the other', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd', '', '  e: 1'), { maxLength: 40 });

    fc.assert(
      fc.property(text, text, (left, right) => {
        const [before, after] = [left.join('\n'), right.join('\n')];

        expect(patched(before, unifiedDiff('f', before, after))).toBe(after);
      }),
      { numRuns: 500 },
    );
  });

  it('is empty for one and the same text', () => {
    expect(unifiedDiff('f', 'a\n', 'a\n')).toBe('');
  });

  it.each([
    ['      value: hunter2', '      value: (redacted)'],
    ['    - --cloud-token=abcdef', '    - --cloud-token=(redacted)'],
    ['password: "a b"', 'password: (redacted)'],
    ['datastore-endpoint: "mysql://me:p@ss@tcp(10.0.0.1)/k3s"', 'datastore-endpoint: (redacted)'],
    ["K3S_DATASTORE_ENDPOINT='postgres://db/k3s?x=y'", 'K3S_DATASTORE_ENDPOINT=(redacted)'],
    ['vpn-auth: name=tailscale,joinKey=abc', 'vpn-auth: (redacted)'],
    ['etcd-s3-access-key: AKIA', 'etcd-s3-access-key: (redacted)'],
    ['  - manifest-url-header=Authorization:abc', '  - manifest-url-header=(redacted)'],
    [
      '    - --etcd-servers=https://a:b@x:1,https://c:d@y:2',
      '    - --etcd-servers=https://(redacted)@x:1,https://(redacted)@y:2',
    ],
    [
      '    - --etcd-servers=https://me:secret@10.0.0.1:2379',
      '    - --etcd-servers=https://(redacted)@10.0.0.1:2379',
    ],
  ])('does not show what %s says', (line, shown) => {
    const diff = unifiedDiff('f', `${line}\na\n`, `${line}\nb\n`);

    expect(diff).toContain(`\n ${shown}\n`);
  });

  it.each([
    '    - --token-auth-file=/etc/tokens.csv',
    '    - --enable-bootstrap-token-auth=true',
    '    - --service-account-extend-token-expiration=false',
    '    - --authorization-mode=Node,RBAC',
    'authentication:',
  ])('shows %s as it is', (line) => {
    expect(unifiedDiff('f', `${line}\na\n`, `${line}\nb\n`)).toContain(`\n ${line}\n`);
  });
});
