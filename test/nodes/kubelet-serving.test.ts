import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issue } from '../../src/cli/demo/pki.ts';
import { kubeletSetting } from '../../src/components/kubelet/derived.ts';
import { type Binary, findKubelets, type Place } from '../oracle/kubelet/campaign.ts';
import type { Draw } from '../oracle/kubelet/launch.ts';
import { CONFIGURED_NAME, createMaterials } from '../oracle/kubelet/materials.ts';
import { predict } from '../oracle/kubelet/prediction.ts';
import {
  certificateFor,
  listens,
  type Served,
  statusOf,
  takesSuite,
  withServed,
} from '../oracle/kubelet/served.ts';
import { prepareRoot } from '../oracle/prediction.ts';

const VERSIONS = ['1.31.0', '1.34.1'];
const PATIENCE_MS = 300_000;
const HEAD = 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n';
const ALONE = `${HEAD}authentication: {webhook: {enabled: false}}\nauthorization: {mode: AlwaysAllow}\n`;
let binaries: readonly Binary[] = [];
let place: Place;

beforeAll(async () => {
  binaries = await findKubelets(VERSIONS, () => {});
  const root = mkdtempSync(join(realpathSync(tmpdir()), 'oracle-'));
  prepareRoot(root);
  place = { root, materials: await createMaterials() };
}, PATIENCE_MS);

afterAll(() => rmSync(place.root, { recursive: true, force: true }));

function binaryOf(version: string): Binary {
  const found = binaries.find((one) => one.version === version);
  if (found === undefined) throw new Error(`no kubelet ${version}`);
  return found;
}

describe.each(VERSIONS)('kubelet %s as it serves', (version) => {
  function serving<T>(draw: Draw, use: (served: Served) => Promise<T>): Promise<T> {
    return withServed(draw, place, binaryOf(version), use);
  }

  function flags(...words: readonly string[]): Draw {
    return { args: words.map((word) => [word]), env: {}, files: {} };
  }

  function file(text: string, ...words: readonly string[]): Draw {
    const { args } = flags('--config={dir}/kubelet.yaml', ...words);
    return { args, env: {}, files: { 'kubelet.yaml': text } };
  }

  async function setting(served: Served, name: string) {
    const prediction = await predict(place.root, served.launch, version);
    if (prediction.outcome !== 'starts') throw new Error(`predicted ${prediction.outcome}`);
    return kubeletSetting(prediction, name).value;
  }

  it.each([
    ['lets strangers in by default', flags('--read-only-port={readonly}'), 200, true],
    ['keeps strangers out by a file', file(ALONE), 401, false],
    [
      'lets them in again by a flag',
      file(ALONE, '--anonymous-auth', '--read-only-port={readonly}'),
      200,
      true,
    ],
  ])('%s', async (_name, draw, status, readOnly) => {
    const seen = await serving(draw, async (served) => ({
      status: await statusOf(served.port, null),
      readOnly: await listens(served.readOnlyPort),
      anonymous: await setting(served, 'anonymous-auth'),
      port: await setting(served, 'read-only-port'),
    }));

    expect(seen.status).toBe(status);
    expect(seen.anonymous).toBe(status === 200);
    expect(seen.readOnly).toBe(readOnly);
    expect(seen.port !== 0).toBe(readOnly);
  });

  it('lets the bearer of a certificate in when a CA is set', async () => {
    const { authority } = place.materials;
    const { certificate, key } = await issue(authority, { commonName: 'somebody', usages: ['clientAuth'] });

    const statuses = await serving(file(ALONE, '--client-ca-file={dir}/ca.crt'), async ({ port }) => [
      await statusOf(port, null),
      await statusOf(port, { cert: certificate, key }),
    ]);

    expect(statuses).toEqual([401, 200]);
  });

  it('offers the cipher suites that are derived', async () => {
    const openSslNames = {
      TLS_RSA_WITH_AES_128_CBC_SHA: 'AES128-SHA',
      TLS_RSA_WITH_AES_128_GCM_SHA256: 'AES128-GCM-SHA256',
      TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA: 'ECDHE-RSA-AES128-SHA',
      TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256: 'ECDHE-RSA-AES128-GCM-SHA256',
      TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256: 'ECDHE-RSA-CHACHA20-POLY1305',
    };
    const cases: readonly Draw[] = [
      flags(),
      flags('--tls-cipher-suites=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,TLS_RSA_WITH_AES_128_CBC_SHA'),
      flags('--tls-min-version=VersionTLS13'),
      { ...flags(), env: { GODEBUG: 'tlsrsakex=1' } },
    ];

    for (const draw of cases) {
      const { taken, derived } = await serving(draw, async (served) => {
        const offered = await setting(served, 'cipher-suites-offered');
        const results: Record<string, boolean> = {};
        for (const [name, openSsl] of Object.entries(openSslNames))
          results[name] = await takesSuite(served.port, openSsl);
        return { taken: results, derived: Array.isArray(offered) ? offered : [] };
      });

      const expected = Object.keys(openSslNames).map((name) => [name, derived.includes(name)]);
      expect(taken).toEqual(Object.fromEntries(expected));
    }
  });

  it.each([
    ['signs one itself by default', flags(), 'self-signed'],
    [
      'takes the one of its files',
      flags('--tls-cert-file={dir}/tls.crt', '--tls-private-key-file={dir}/tls.key'),
      'files',
    ],
  ])('%s', async (_name, draw, source) => {
    const { certificate, derived } = await serving(draw, async (served) => ({
      certificate: await certificateFor(served.port, null),
      derived: await setting(served, 'serving-certificate'),
    }));

    expect(derived).toBe(source);
    expect(certificate?.subject.CN === CONFIGURED_NAME).toBe(source === 'files');
  });

  it('shows the one of its files to those who connect by address, beside one by the API server', async () => {
    const { authority } = place.materials;
    const signed = await issue(authority, { commonName: 'signed', names: ['node.example'] });
    const pair = ['--tls-cert-file={dir}/tls.crt', '--tls-private-key-file={dir}/tls.key'];
    const draw = {
      ...flags(...pair, '--rotate-server-certificates', '--kubeconfig={dir}/kubeconfig'),
      files: { 'pki/kubelet-server-current.pem': signed.certificate + signed.key },
    };

    const { byAddress, byName, rotated } = await serving(draw, async (served) => ({
      byAddress: await certificateFor(served.port, null),
      byName: await certificateFor(served.port, 'node.example'),
      rotated: await setting(served, 'serving-certificate-rotation'),
    }));

    expect(byAddress?.subject.CN).toBe(CONFIGURED_NAME);
    expect(byName?.subject.CN).toBe('signed');
    expect(rotated).toBe(false);
  });

  it.each([
    ['half a pair', flags('--tls-cert-file={dir}/tls.crt')],
    ['no suite for HTTP/2', flags('--tls-cipher-suites=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384')],
  ])('ends with %s', async (_name, draw) => {
    const { exit, predicted } = await serving(draw, async ({ program, launch }) => ({
      exit: program.exit(),
      predicted: await predict(place.root, launch, version),
    }));

    expect(exit).not.toBeNull();
    expect(predicted.outcome).toBe('refuses');
  });
});
