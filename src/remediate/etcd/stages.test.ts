import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Stage } from '../../model/plan.ts';
import { NotYet } from '../transaction/refusal.ts';
import { mayBegin, type Seen, whyNotBackFrom } from './stages.ts';
import type { MemberState } from './survey.ts';

let server: Server;
let port: number;

beforeAll(async () => {
  server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  port = typeof address === 'object' ? (address?.port ?? 0) : 0;
});

afterAll(() => server.close());

const PLAIN = 'http://127.0.0.1:1';
const SECURE = 'https://127.0.0.1:3';
const FINAL = 'https://127.0.0.1:1';

function stage(kind: Stage['kind'], more: Partial<Stage> = {}): Stage {
  const files = { certificate: '/none.crt', key: '/none.key', authority: '/none.crt' };
  const urls = { plain: [PLAIN], secure: [SECURE], final: [FINAL] };
  return { kind, number: 1, of: 3, members: 3, waitsFor: '', ...urls, ...files, ...more };
}

/** Three members, of which the first is that of this node. */
function cluster(...peerUrls: readonly string[]): Seen {
  const members = peerUrls.map(
    (url, index): MemberState => ({
      id: `${index + 1}`,
      name: `m${index + 1}`,
      learner: false,
      peerUrls: [url],
      ill: null,
      links: [],
      status: null,
    }),
  );
  const access = {
    configuration: { listeners: [] },
    place: { root: '/', workingDirectory: '/' },
    userAgent: 'kubetrue/0',
  } as unknown as Seen['access'];
  return { access, survey: { self: '1', members, alarms: [], alarmsUnseen: null } };
}

describe('a stage does not begin', () => {
  it('for a member that advertises something else than planned', async () => {
    const begun = mayBegin(cluster('http://127.0.0.1:9', PLAIN, PLAIN), stage('serve-tls'));

    await expect(begun).rejects.toThrow(
      `this member advertises http://127.0.0.1:9 to its peers, and the plan was made for ${PLAIN}`,
    );
  });

  it('where the port of the second address is taken', async () => {
    const taken = stage('serve-tls', { secure: [`https://127.0.0.1:${port}`] });

    await expect(mayBegin(cluster(PLAIN, PLAIN, PLAIN), taken)).rejects.toThrow(
      /something else listens at https:/,
    );
  });

  it('before all members serve TLS, which is no refusal for good', async () => {
    const begun = mayBegin(cluster(PLAIN, PLAIN, PLAIN), stage('advertise-tls', { number: 2 }));

    await expect(begun).rejects.toBeInstanceOf(NotYet);
    await expect(begun).rejects.toThrow(/^stage 2 of 3 waits for other members: m1 does not serve peers at/);
  });

  it('before all members advertise it', async () => {
    const begun = mayBegin(cluster(SECURE, SECURE, PLAIN), stage('drop-plain', { number: 3 }));

    await expect(begun).rejects.toBeInstanceOf(NotYet);
    await expect(begun).rejects.toThrow(`stage 3 of 3 waits for other members: m3 still advertises ${PLAIN}`);
  });
});

describe('a stage is not taken back', () => {
  it('while another member is reached by TLS alone, which this one would not speak any more', async () => {
    const reached = cluster(PLAIN, PLAIN, SECURE);

    expect(await whyNotBackFrom(reached, stage('serve-tls'))).toMatch(/^m3 is reached by TLS alone/);
    expect(await whyNotBackFrom(cluster(PLAIN, PLAIN, PLAIN), stage('serve-tls'))).toBeNull();
  });

  it('when nobody listens any more where others would look for the member', async () => {
    const reached = cluster(SECURE, SECURE, SECURE);

    expect(await whyNotBackFrom(reached, stage('advertise-tls'))).toMatch(/^nobody listens at http:/);
    const listening = stage('advertise-tls', { plain: [`http://127.0.0.1:${port}`] });
    expect(await whyNotBackFrom(reached, listening)).toBeNull();
  });

  it('but the first address may always come back', async () => {
    expect(await whyNotBackFrom(cluster(SECURE, SECURE, SECURE), stage('drop-plain'))).toBeNull();
  });
});
