import type { Finding } from '../../model/finding.ts';
import { controlNumber } from '../text/finding.ts';

/** The name of a group's place on the page. */
export function anchorOfGroup(index: number): string {
  return `section-${index + 1}`;
}

/** Names of all findings' places on the page: by control and rule, numbered where several targets have them. */
export function anchorsOf(findings: readonly Finding[]): ReadonlyMap<Finding, string> {
  const seen = new Map<string, number>();
  return new Map(
    findings.map((finding) => {
      const name = slug(`${controlNumber(finding)}-${finding.rule}`);
      const count = (seen.get(name) ?? 0) + 1;
      seen.set(name, count);
      return [finding, count === 1 ? name : `${name}_${count}`];
    }),
  );
}

function slug(text: string): string {
  return `finding-${text.replace(/[^a-z0-9.]+/gi, '-').slice(0, 120)}`;
}
