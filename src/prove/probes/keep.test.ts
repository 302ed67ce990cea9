import { describe, expect, it } from 'vitest';
import { COMPONENT_PROBES } from './index.ts';
import { configzKeys, refusedUser } from './keep.ts';
import { samplesIn } from './metrics.ts';

const SECRET = 'hunter2-hunter2-hunter2';

describe('what is kept of an answer', () => {
  it('are the listed keys of /configz and nothing beside them', () => {
    const body = JSON.stringify({
      kubeletconfig: {
        authentication: { anonymous: { enabled: false, token: SECRET } },
        tlsCipherSuites: ['A', 'B'],
        staticPodURLHeader: { Authorization: [SECRET] },
      },
    });
    const keep = configzKeys(
      ['authentication.anonymous.enabled', 'tlsCipherSuites', 'readOnlyPort', 'authentication'],
      'kubeletconfig',
    );

    expect(keep({ status: 200, body })).toEqual({
      answered: true,
      'authentication.anonymous.enabled': false,
      tlsCipherSuites: ['A', 'B'],
    });
  });

  it.each([
    ['a refusal', 403, '{"kubeletconfig":{}}'],
    ['another answer', 200, 'not found'],
    ['another component', 200, '{"componentconfig":{}}'],
  ])('is nothing of %s', (_name, status, body) => {
    expect(configzKeys(['a'], 'kubeletconfig')({ status, body })).toEqual({});
  });

  it.each([
    [
      'an API server',
      '{"message":"forbidden: User \\"system:anonymous\\" cannot get path \\"/api\\""}',
      'system:anonymous',
    ],
    [
      'a kubelet',
      'Forbidden (user=system:node:a, verb=get, resource=nodes, subresource(s)=[configz])',
      'system:node:a',
    ],
  ])('is the user that %s names', (_name, body, user) => {
    expect(refusedUser({ status: 403, body })).toEqual({ user });
  });

  it('is never the text of an answer, whatever the probe', () => {
    const answers = [
      JSON.stringify({ message: SECRET, status: { message: SECRET, token: SECRET }, keys: [{ n: SECRET }] }),
      JSON.stringify({
        kubeletconfig: { x: SECRET },
        componentconfig: SECRET,
        spec: { containers: [SECRET] },
      }),
      `x509: ${SECRET}`,
    ];

    for (const { probes } of COMPONENT_PROBES)
      for (const { keep } of probes)
        for (const body of answers)
          for (const status of [200, 201, 403])
            expect(JSON.stringify(keep({ status, body }))).not.toContain(SECRET);
  });
});

describe('metrics', () => {
  it('are read by name, labels and value', () => {
    const body = '# HELP a\na{name="x",type="y"} 3\nb 0\nbroken\n';

    expect(samplesIn({ status: 200, body })).toEqual([
      { name: 'a', labels: { name: 'x', type: 'y' }, value: 3 },
      { name: 'b', labels: {}, value: 0 },
    ]);
  });
});
