import { describe, expect, it } from 'vitest';
import { judgedComponents } from '../../src/components/registry.ts';
import type { Benchmark } from '../../src/model/benchmark.ts';
import { valueIfPresent } from '../../src/model/fact.ts';
import type { Report } from '../../src/model/finding.ts';
import type { ProcessFacts, Snapshot } from '../../src/model/snapshot.ts';
import { type FilesRepair, repairFiles } from '../../src/remediate/files/index.ts';
import { type CaseFile, type NamedCase, readCases } from '../cases/case-file.ts';
import { benchmarkFor, catalog, factsOf, judgeFacts } from '../cases/judge-case.ts';
import { CasePki, plantCase } from '../cases/plant-case.ts';
import { asFiles } from './as-files.ts';

const pki = new CasePki();
const rules = new Map(catalog.rules.map((rule) => [rule.id, rule]));
const COMPONENTS = judgedComponents.map(({ name }) => name);
const SECTIONS: Readonly<Record<string, string>> = {
  'kube-apiserver': 'apiServer',
  'kube-controller-manager': 'controllerManager',
  'kube-scheduler': 'scheduler',
};

type Texts = Readonly<Record<string, string>>;

/** A form that a case can be written in as a file, and what of the case it needs. */
interface Form {
  name: string;
  /** For every case; the others are tried on the case without any setting. */
  often?: true;
  texts(process: ProcessFacts, given: CaseFile['given']): Texts | null;
}

const FORMS: readonly Form[] = [
  { name: 'manifest', often: true, texts: (process) => manifest(process) },
  {
    name: 'two documents',
    texts: (process) => manifest(process, (text) => `${OTHER}---\n${text}`),
  },
  {
    name: 'Windows line ends',
    texts: (process) => manifest(process, (text) => text.replaceAll('\n', '\r\n')),
  },
  { name: 'kubeadm v1beta4', often: true, texts: (process) => kubeadm(process, 'v1beta4') },
  { name: 'kubeadm v1beta3', often: true, texts: (process) => kubeadm(process, 'v1beta3') },
  { name: 'KubeletConfiguration', texts: (process, given) => kubeletFile(process, given, '') },
  {
    name: 'KubeletConfiguration of kubeadm',
    often: true,
    texts: (process, given) => kubeletFile(process, given, `${CLUSTER}---\n`),
  },
];

const OTHER = 'apiVersion: v1 # another object\nkind: Namespace\nmetadata: {name: shop}\n';
const CLUSTER =
  'apiVersion: kubeadm.k8s.io/v1beta4 # kubeadm\nkind: ClusterConfiguration\nkubernetesVersion: v1.34.1\n';

function words({ argv }: ProcessFacts): readonly string[] {
  return valueIfPresent(argv) ?? [];
}

/** Null for the kubelet and its proxy, which no manifest of a static Pod starts. */
function manifest(process: ProcessFacts, told = (text: string) => text): Texts | null {
  if (process.component === 'kubelet') return null;
  const { component, version } = process;
  const tag = valueIfPresent(version);
  const list = words(process).map((word, index) => `    - ${JSON.stringify(word)} # word ${index}\n`);
  const text = `# for a repair
apiVersion: v1
kind: Pod
metadata: {name: ${component}, namespace: kube-system} # static
spec:
  containers:
  - name: ${component}
    image: registry.example/${component}${tag === undefined ? '' : `:v${tag}`}
    command: # all words
${list.join('')}    resources: {}
`;
  return { 'm.yaml': told(text) };
}

function kubeadm(process: ProcessFacts, api: string): Texts | null {
  const section = SECTIONS[process.component];
  const flags = words(process)
    .slice(1)
    .map((word) => /^--([^=]+)=(.*)$/.exec(word));
  if (section === undefined || flags.includes(null)) return null;
  const pairs = new Map(
    flags.flatMap((match) => (match?.[1] === undefined ? [] : [[match[1], match[2] ?? '']])),
  );
  const lines = [...pairs].map(([name, value]) =>
    api === 'v1beta3'
      ? `    ${name}: ${JSON.stringify(value)} # ${name}\n`
      : `  - name: ${name} # ${name}\n    value: ${JSON.stringify(value)}\n`,
  );
  const version = valueIfPresent(process.version);
  const extra = lines.length === 0 ? '' : `${section}:\n  extraArgs:\n${lines.join('')}`;
  return {
    'kubeadm.yaml': `# for a repair\napiVersion: kubeadm.k8s.io/${api}\nkind: ClusterConfiguration\n${
      version === undefined ? '' : `kubernetesVersion: v${version}\n`
    }${extra}networking: {podSubnet: 10.1.0.0/16} # last\n`,
  };
}

function kubeletFile(process: ProcessFacts, given: CaseFile['given'], before: string): Texts | null {
  if (process.component !== 'kubelet') return null;
  const file = given.files?.['/var/lib/kubelet/config.yaml'];
  const text = typeof file === 'string' && !file.trimStart().startsWith('{') ? file : HEAD;
  if (!/^apiVersion:/m.test(text)) return null;
  return { 'kubelet.yaml': `${before}# for a repair\n${text.replace(/^---\n/, '')}` };
}

const HEAD = 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration # nothing set\n';

function repaired(texts: Texts, rule: string, benchmark: Benchmark): FilesRepair {
  const files = new Map(Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)]));
  // What needs an authority for clients finds one: who repairs everything gets that first.
  return repairFiles({
    files,
    report: judgedBy(asFiles(texts), benchmark, [rule]),
    rules: catalog.rules,
    consented: new Set(catalog.rules.map(({ id }) => id)),
    judge: (contents) => {
      const snapshot = asFiles(Object.fromEntries(contents));
      return {
        snapshot,
        report: judgeFacts(snapshot, benchmark, { components: [rules.get(rule)?.component ?? ''] }),
      };
    },
    refusal: () => null,
  });
}

function judgedBy(snapshot: Snapshot, benchmark: Benchmark, wanted: readonly string[]): Report {
  return judgeFacts(snapshot, benchmark, { rules: wanted });
}

function textsAfter(texts: Texts, { changes }: FilesRepair): Texts {
  return {
    ...texts,
    ...Object.fromEntries(changes.map(({ path, after }) => [path, after.toString('utf8')])),
  };
}

function isRepairable({ rule, content }: NamedCase): boolean {
  const known = rules.get(rule);
  const level = known?.remediation.fix?.level;
  const component = known?.component ?? '';
  return (
    content.expect.status === 'fail' &&
    COMPONENTS.includes(component) &&
    (level === 'safe' || level === 'consent') &&
    content.given.others === undefined
  );
}

const cases = readCases().filter(isRepairable);
const notRepaired: string[] = [];
let loops = 0;

async function failingForms({ rule, name, content: { given } }: NamedCase) {
  const { processes } = await factsOf(await plantCase(given, pki), given);
  const component = rules.get(rule)?.component;
  const [process, second] = processes.filter((one) => one.component === component);
  if (process === undefined || second !== undefined || process.inside !== undefined) return [];
  const benchmark = benchmarkFor(rule, given.parameters);
  const forms = FORMS.filter((form) => form.often === true || name.startsWith('nothing-set.'));
  return forms.flatMap((form) => {
    const texts = form.texts(process, given);
    if (texts === null) return [];
    const own = judgedBy(asFiles(texts), benchmark, [rule]).findings.filter(
      ({ target }) => target.kind === 'file',
    );
    return own.length === 1 && own[0]?.status === 'fail' ? [{ form: form.name, texts, benchmark }] : [];
  });
}

describe('a failing case, written as a file that nothing runs yet', () => {
  it.each(cases.map((one) => [one.rule, one.name, one] as const))('%s %s', async (rule, name, one) => {
    for (const { form, texts, benchmark } of await failingForms(one)) {
      const repair = repaired(texts, rule, benchmark);
      const after = textsAfter(texts, repair);
      const again = repaired(after, rule, benchmark);
      const [finding] = judgedBy(asFiles(after), benchmark, [rule]).findings;
      const left = repair.left.filter((other) => other.rule === rule);

      loops += 1;
      if (left.length > 0) {
        notRepaired.push(...left.map(({ kind, reason }) => `${rule} ${name}, ${form}\n  ${kind}: ${reason}`));
        expect(repair.changes).toEqual([]);
        continue;
      }
      expect([form, finding?.status]).toEqual([form, expect.stringMatching(/^(pass|not-applicable)$/)]);
      expect(again.changes).toEqual([]);
      expect(lostComments(texts, after)).toEqual([]);
    }
  });

  it('is repaired in as many forms as ever', () => {
    expect(loops).toBeGreaterThan(150);
  });

  it('is left for the listed reasons only', async () => {
    await expect(`${notRepaired.sort().join('\n')}\n`).toMatchFileSnapshot('not-repaired.txt');
  });
});

/** Comments of lines that only say something; a word may go with the comment beside it. */
function lostComments(before: Texts, after: Texts): string[] {
  return Object.entries(before).flatMap(([path, text]) => {
    const left = (after[path] ?? '').split('\n');
    const eol = text.includes('\r\n');
    const lines = text.split('\n').filter((line) => /#/.test(line) && !/ # (word \d+|[\w-]+)\r?$/.test(line));
    return lines.filter((line) => !left.includes(line) || (eol && line !== '' && !line.endsWith('\r')));
  });
}
