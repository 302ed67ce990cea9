import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { homeOf } from '../catalog/home.ts';
import { loadCatalog } from '../catalog/index.ts';
import { PROOF_TEXTS } from './explain/proofs.ts';
import type { ComponentSources } from './explain/sources.ts';
import { type Explained, renderExplain } from './explain.ts';
import type { Look } from './text/paint.ts';
import { widthOf } from './text/width.ts';

const catalog = loadCatalog('content');

const sources: ComponentSources = {
  precedence: 'A file (`--config-file`) replaces all else.',
  settings: [
    {
      name: 'peer-client-cert-auth',
      flag: '--peer-client-cert-auth',
      variable: 'ETCD_PEER_CLIENT_CERT_AUTH',
      fileKey: 'peer-transport-security.client-cert-auth',
      defaults: [{ versions: '3.3 to 3.7', value: false }],
    },
    {
      name: 'peer-trusted-ca-file',
      flag: '--peer-trusted-ca-file',
      variable: 'ETCD_PEER_TRUSTED_CA_FILE',
      fileKey: null,
      defaults: [
        { versions: '3.3', value: null },
        { versions: '3.4 to 3.7', value: '/ca' },
      ],
    },
    { name: 'snapshot-count', flag: '--snapshot-count', variable: 'X', fileKey: null, defaults: [] },
  ],
};

/** A rule by the given version, or by the newest that has it. */
function explained(id: string, version = '1.12'): Explained {
  const rule = catalog.rules.find((one) => one.id === id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  const home = homeOf(catalog, rule);
  const asked = catalog.benchmarks.find((one) => one.name === 'cis-kubernetes' && one.version === version);
  const control = asked?.controls.find(({ rules }) => rules.includes(id));
  if (asked !== undefined && control !== undefined)
    return { rule, control, benchmark: asked, catalog, sources };
  if (home === undefined) throw new Error(`no benchmark has ${id}`);
  return { rule, ...home, catalog, sources };
}

const plain: Look = { color: false, unicode: true, width: 80 };
const page = (id: string, look: Partial<Look> = {}) => renderExplain(explained(id), { ...plain, ...look });

describe('renderExplain', () => {
  it('begins with the control, its title, severity and benchmark', () => {
    const lines = page('etcd-peer-client-cert-auth').split('\n');

    expect(lines.slice(0, 4)).toEqual([
      '2.5 Require client certificates between etcd peers                          HIGH',
      'CIS Kubernetes Benchmark 1.12 · control 2.5 · level 1 · automated ·',
      'etcd-peer-client-cert-auth',
      '“--peer-client-cert-auth argument is set to true”',
    ]);
  });

  it('has a block for everything that a reader may ask', () => {
    const titles = page('etcd-peer-client-cert-auth')
      .split('\n\n')
      .map((block) => block.split('\n')[0])
      .filter((line) => line !== undefined && /^[A-Z]/.test(line));

    expect(titles).toEqual([
      'Description',
      'Rationale',
      'What is judged',
      'Where it can be set',
      'Default Value',
      'Audit',
      'How Kubetrue proves it',
      'Remediation',
      'What the change takes',
      'Impact',
      'Controls and other frameworks',
      'References',
    ]);
  });

  it('shows effect and letter side by side', () => {
    const text = page('etcd-peer-client-cert-auth');

    expect(text).toContain('  in force    for each of the peer listeners: client certificates required\n');
    expect(text).toContain('  letter      `peer-client-cert-auth` is true\n');
  });

  it('lists the sources of the settings that matter, as a table where it fits', () => {
    const wide = page('etcd-peer-client-cert-auth', { width: 200 });

    expect(wide).toContain(
      [
        '  flag                     variable                    key in the file                           default',
        '  --peer-client-cert-auth  ETCD_PEER_CLIENT_CERT_AUTH  peer-transport-security.client-cert-auth  false',
        '  --peer-trusted-ca-file   ETCD_PEER_TRUSTED_CA_FILE   none                                      unset (3.3), /ca (3.4 to 3.7)',
      ].join('\n'),
    );
    expect(wide).not.toContain('--snapshot-count');
  });

  it('stacks the sources on a narrow terminal', () => {
    const narrow = page('etcd-peer-client-cert-auth');

    expect(narrow).toContain(
      [
        '  --peer-client-cert-auth',
        '    variable         ETCD_PEER_CLIENT_CERT_AUTH',
        '    key in the file  peer-transport-security.client-cert-auth',
        '    default          false',
      ].join('\n'),
    );
  });

  it('tells versions, safeguards and other frameworks', () => {
    const text = page('etcd-peer-client-cert-auth', { width: 200 });

    expect(text).toMatch(/CIS Kubernetes Benchmark +2[.]5 in 1[.]5, 1[.]6, 1[.]20, /);
    expect(text).toMatch(/CIS Controls 8 +3[.]3 [(]Set up access control lists on data[)]/);
    expect(text).toMatch(/DISA STIG for Kubernetes +V-242426/);
  });

  it('says that nothing is sent where no proof is', () => {
    const text = page('kube-apiserver-basic-auth-file');

    expect(text).toContain('  sends  Nothing: what decides is read from files, not asked of the process.');
  });

  it('has words for every proof that a rule names', () => {
    const unnamed = catalog.rules.filter(
      ({ proof }) => proof !== undefined && PROOF_TEXTS[proof] === undefined,
    );

    expect(unnamed).toEqual([]);
  });

  it.each(catalog.rules.flatMap(({ id }) => [80, 200].map((width) => ({ id, width }))))(
    'fills lines of $id to $width columns, commands and URLs excepted',
    ({ id, width }) => {
      const limit = Math.min(width, 100);

      const long = page(id, { width })
        .split('\n')
        .filter((line) => widthOf(line) > limit && !/^\s{4,}\S|https?:|^ {2}(--|flag)/.test(line));

      expect(long).toEqual([]);
    },
  );

  it.each(catalog.rules.map(({ id }) => id))('keeps the commands of %s whole and in a line', (id) => {
    const { Audit } = explained(id).rule.sections;
    const commands = [...Audit.matchAll(/^ +```\n([\s\S]*?)\n +```/gm)].flatMap(
      (match) => match[1]?.split('\n') ?? [],
    );

    const text = page(id, { width: 60 });

    expect(commands.length).toBeGreaterThan(0);
    expect(commands.filter((command) => !text.includes(command.trim()))).toEqual([]);
  });

  it('is the same text with colour, but for the backticks that colour replaces', () => {
    const coloured = stripVTControlCharacters(
      page('etcd-peer-client-cert-auth', { color: true, width: 1000 }),
    );

    const words = (text: string) => text.replaceAll('`', '').split(/\s+/);

    expect(words(coloured)).toEqual(words(page('etcd-peer-client-cert-auth', { width: 1000 })));
  });

  it('writes only ASCII signs of its own without UTF-8', () => {
    const text = page('etcd-peer-client-cert-auth', { unicode: false });

    expect(text).not.toMatch(/[·“”]/);
  });
});
