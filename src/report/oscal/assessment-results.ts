import type { Finding, Report, Target } from '../../model/finding.ts';
import { fingerprintsOf, uuidOf } from '../common/identity.ts';
import { plainReport } from '../common/plain.ts';
import { waiverText } from '../common/waiver.ts';
import { evidenceLines, messageOf, targetName } from '../common/words.ts';
import { filled, OSCAL_VERSION, type Property, property, token } from './properties.ts';
import { type ControlState, rollUp } from './roll-up.ts';

/** A finding with the UUIDs that other parts refer to it by. */
interface Observed {
  finding: Finding;
  observation: string;
  /** Present where a waiver accepts the risk. */
  risk: string | null;
}

/** Assessment results must name a plan, and a resource must have content. */
const NO_PLAN =
  'No assessment plan was written: every control of the benchmark was assessed by the rules of kubetrue.';

/** The report as OSCAL assessment results: an observation for each finding, a finding for each control. */
export function renderOscal(report: Report): string {
  const plain = plainReport(report);
  const { at, benchmark, node, tool } = plain;
  const run = [at, benchmark.name, benchmark.version, node.name] as const;
  const title = `${benchmark.name} ${benchmark.version} on ${node.name}`;
  const plan = uuidOf('assessment-plan', ...run);
  const document = {
    'assessment-results': {
      uuid: uuidOf('assessment-results', ...run),
      metadata: {
        title,
        'last-modified': at,
        version: tool.version,
        'oscal-version': OSCAL_VERSION,
        props: property('kubetrue-version', tool.version),
      },
      'import-ap': { href: `#${plan}` },
      results: [resultOf(report, plain, title, run)],
      'back-matter': {
        resources: [
          {
            uuid: plan,
            title: 'The rule set of kubetrue',
            description: NO_PLAN,
            base64: { 'media-type': 'text/plain', value: Buffer.from(NO_PLAN).toString('base64') },
          },
        ],
      },
    },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function resultOf(report: Report, plain: Report, title: string, run: readonly string[]): object {
  const fingerprints = fingerprintsOf(report.findings);
  const observed = plain.findings.map((finding, index): Observed => {
    const fingerprint = fingerprints[index] ?? '';
    const risk = finding.waiver === null ? null : uuidOf('risk', fingerprint, ...run);
    return { finding, observation: uuidOf('observation', fingerprint, ...run), risk };
  });
  const ids = [...byControl(observed).keys()];
  return {
    uuid: uuidOf('result', ...run),
    title,
    description: plain.benchmark.chosenBecause || title,
    start: plain.at,
    end: plain.at,
    props: resultProperties(plain),
    'local-definitions': { components: componentsOf(plain) },
    'reviewed-controls': {
      'control-selections': [
        ids.length === 0 ? {} : { 'include-controls': ids.map((id) => ({ 'control-id': id })) },
      ],
    },
    ...filled(
      'observations',
      observed.map((one) => observation(one, plain.at)),
    ),
    ...filled('risks', observed.flatMap(riskOf)),
    ...filled('findings', findingsOf(observed, run)),
  };
}

function resultProperties({ node, summary }: Report): Property[] {
  return [
    ...property('kubernetes-version', node.kubernetes),
    ...property('distribution', node.distribution),
    ...Object.entries(summary).flatMap(([status, count]) => property(`count-${status}`, String(count))),
  ];
}

function byControl(observed: readonly Observed[]): Map<string, Observed[]> {
  const pairs = observed.flatMap((one) =>
    one.finding.controls.map(({ benchmark, control }) => [token(benchmark, control), one] as const),
  );
  const groups = Map.groupBy(pairs, ([id]) => id);
  return new Map([...groups].map(([id, list]) => [id, list.map(([, one]) => one)]));
}

function subjectOf(target: Target): string {
  return uuidOf('component', target.kind, target.component, targetName(target));
}

/** What was judged. */
function componentsOf({ findings, node }: Report): object[] {
  const targets = new Map(findings.map(({ target }) => [subjectOf(target), target]));
  return [...targets].map(([uuid, target]) => ({
    uuid,
    type: target.kind === 'process' || target.kind === 'file' ? 'software' : 'system',
    title: targetName(target),
    description: `${targetName(target)}, ${target.kind} of ${node.name}`,
    props: [
      ...property('target-kind', target.kind),
      ...property('component', target.component),
      ...property('node', target.node),
    ],
    status: { state: 'operational' },
  }));
}

function observation({ finding, observation: uuid }: Observed, at: string): object {
  const { letter, proof, rule, severity, status, target, title } = finding;
  const { waiver } = finding;
  return {
    uuid,
    title,
    description: messageOf(finding) || title,
    props: [
      ...property('rule', rule),
      ...property('status', status),
      ...property('letter', letter),
      ...property('severity', severity),
      ...property('proof', proof.outcome),
      ...property('waiver', waiver?.id, waiver?.reason),
    ],
    methods: [status === 'manual' ? 'EXAMINE' : 'TEST'],
    types: ['control-objective'],
    subjects: [{ 'subject-uuid': subjectOf(target), type: 'component' }],
    ...filled(
      'relevant-evidence',
      evidenceLines(finding).map((description) => ({ description })),
    ),
    collected: at,
  };
}

/** What a waiver accepts. */
function riskOf({ finding, observation: uuid, risk }: Observed): object[] {
  const { waiver } = finding;
  if (risk === null || waiver === null) return [];
  return [
    {
      uuid: risk,
      title: finding.title,
      description: messageOf(finding),
      statement: waiverText(waiver),
      props: [...property('waiver', waiver.id), ...property('expires', waiver.expires)],
      status: 'deviation-approved',
      'related-observations': [{ 'observation-uuid': uuid }],
    },
  ];
}

function findingsOf(observed: readonly Observed[], run: readonly string[]): object[] {
  return [...byControl(observed)].flatMap(([id, list]) => {
    const state = rollUp(list.map(({ finding }) => finding));
    return state === null ? [] : [controlFinding(id, list, state, run)];
  });
}

function controlFinding(
  id: string,
  list: readonly Observed[],
  status: ControlState,
  run: readonly string[],
): object {
  const title = list[0]?.finding.title ?? id;
  const risks = list.flatMap(({ risk }) => (risk === null ? [] : [{ 'risk-uuid': risk }]));
  return {
    uuid: uuidOf('finding', id, ...run),
    title,
    description: [...new Set(list.map(({ finding }) => messageOf(finding)))].join('\n\n') || title,
    target: { type: 'objective-id', 'target-id': id, status },
    'related-observations': list.map(({ observation: uuid }) => ({ 'observation-uuid': uuid })),
    ...filled('related-risks', risks),
  };
}
