import type { Report } from '../../model/finding.ts';
import { counted } from '../text/files.ts';
import { controlNumber } from '../text/finding.ts';
import { BENCHMARK_TITLES } from '../titles.ts';
import { timeText } from './time.ts';

/** What stands above the findings, in sentences and parts of them. */
export interface Head {
  readonly subject: string;
  /** What it is: `Kubernetes 1.34.1 · kubeadm · control-plane, etcd`. */
  readonly about: string;
  readonly benchmark: string;
  readonly time: string;
  readonly reasons: readonly string[];
  readonly verdict: string;
  readonly coverage: string;
  readonly grades: string;
}

export function headOf(report: Report): Head {
  const { benchmark, coverage, grades } = report;
  return {
    subject: subjectOf(report),
    about: aboutOf(report),
    benchmark: `${BENCHMARK_TITLES[benchmark.name] ?? benchmark.name} ${benchmark.version}`,
    time: timeText(report.at),
    reasons: reasonsOf(report),
    verdict: verdictOf(report),
    coverage: `${coverage.evaluated} of ${counted(coverage.expected, 'finding')} could be judged.`,
    grades: `Of the passes and fails ${grades.proved} are proved by asking what runs, ${grades.read} are read.`,
  };
}

/** What was judged: `node cp-1`, `3 files before they run`. */
export function subjectOf({ node, files }: Report): string {
  if (files === undefined) return `node ${node.name}`;
  return `${counted(files.judged.length, 'file')} before ${files.judged.length === 1 ? 'it runs' : 'they run'}`;
}

function aboutOf({ node }: Report): string {
  const kubernetes = node.kubernetes === null ? [] : [`Kubernetes ${node.kubernetes.replace(/^v/, '')}`];
  const distribution = node.distribution === 'unknown' ? [] : [node.distribution];
  const roles = node.roles.length === 0 ? [] : [node.roles.join(', ')];
  return [...kubernetes, ...distribution, ...roles].join(' · ');
}

/** Why this benchmark, by what the distribution was recognised, and what a profile made of it. */
export function reasonsOf({ node, benchmark, profile }: Report): string[] {
  const { distribution, distributionBecause } = node;
  const recognised =
    distribution === 'unknown' || distributionBecause === undefined
      ? []
      : [`The distribution is ${distribution}. ${distributionBecause}`];
  return [
    benchmark.chosenBecause,
    ...recognised,
    ...(profile === undefined ? [] : [profileSentence(profile)]),
  ];
}

function profileSentence({ name, leftOut, changed }: NonNullable<Report['profile']>): string {
  const controls = new Set(leftOut.map(({ control }) => control)).size;
  const [out, otherwise] = [counted(controls, 'control'), counted(changed.length, 'rule')];
  return `By the profile ${name}: ${out} left out, ${otherwise} asked otherwise.`;
}

function verdictOf(report: Report): string {
  const { summary, findings } = report;
  const controls = new Set(findings.map(controlNumber)).size;
  const wrong = [
    ...(summary.fail > 0 ? [`${summary.fail} fail`] : []),
    ...(summary.conflict > 0 ? [`${summary.conflict} in conflict with what runs`] : []),
    ...(summary.error > 0 ? [`${summary.error} with a broken configuration`] : []),
    ...(summary.unknown > 0 ? [`${summary.unknown} unknown`] : []),
  ];
  const of = controls === findings.length ? '' : ` in ${counted(findings.length, 'finding')}`;
  const result = wrong.length === 0 ? 'nothing fails' : wrong.join(', ');
  return `${counted(controls, 'control')}${of}: ${result}.`;
}
