import { describe, expect, it } from 'vitest';
import { parseMembers, parseVersion } from './answers.ts';

describe('the member list', () => {
  it('keeps ids that no double can hold', () => {
    const body =
      '[{"id":18446744073709551615,"peerURLs":["https://10.0.0.1:2380"],"name":"a","isLearner":true}]';

    const members = parseMembers(body);

    expect(members).toEqual([
      { id: 'ffffffffffffffff', name: 'a', peerURLs: ['https://10.0.0.1:2380'], learner: true },
    ]);
  });

  it('knows members that have not started', () => {
    const members = parseMembers('[{"id":7,"peerURLs":["http://10.0.0.2:2380"]}]');

    expect(members).toEqual([{ id: '7', name: '', peerURLs: ['http://10.0.0.2:2380'], learner: false }]);
  });

  it.each([
    null,
    '',
    '404 page not found',
    '{}',
    '[{"id":"x"}]',
    '[{"id":1.5,"peerURLs":[]}]',
    '[{"id":1,"peerURLs":[2]}]',
  ])('is not made up from %s', (body) => {
    expect(parseMembers(body)).toBeNull();
  });
});

describe('the version', () => {
  it('is the server’s, not the cluster’s', () => {
    const version = parseVersion('{"etcdserver":"3.5.21","etcdcluster":"3.5.0"}');

    expect(version).toBe('3.5.21');
  });

  it.each([null, 'not found', '{"etcdserver":""}', '{"etcdserver":3}', '"3.5.21"'])(
    'is not made up from %s',
    (body) => {
      expect(parseVersion(body)).toBeNull();
    },
  );
});
