import type { Report } from '../../model/finding.ts';
import { controlNumber } from '../text/finding.ts';

export interface Gap {
  /** Numbers of the controls, or the rules' ids. */
  readonly controls: readonly string[];
  readonly why: string;
}

/** What could not be judged: each reason once, with all controls that it holds for. */
export function gapsOf({ coverage, findings }: Report): Gap[] {
  const byRule = new Map(findings.map((finding) => [finding.rule, controlNumber(finding)]));
  return [...Map.groupBy(coverage.gaps, ({ why }) => why)].map(([why, gaps]) => ({
    why,
    controls: [...new Set(gaps.map(({ rule }) => byRule.get(rule) ?? rule))],
  }));
}
