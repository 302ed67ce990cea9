import type { Rule, RuleFrontMatter, RuleSource } from '../../model/rule.ts';
import type { Page } from '../page/page.ts';
import { sameFix, type Twin } from './adopt.ts';
import type { Compiled } from './assemble.ts';
import type { Reading } from './audit.ts';
import type { PageFix } from './fix.ts';
import type { EditReading } from './remediation.ts';

export interface Draft {
  frontMatter: RuleFrontMatter;
  /** What a person should know before they use it. */
  notes: readonly string[];
}

/** What a page was compiled to. */
export interface Parts {
  page: Page;
  compiled: Compiled;
  fix: PageFix;
  twin: Twin | null;
  audit: readonly Reading[];
  remediation: readonly EditReading[];
}

/** A rule out of a page: its check and its letter are what the page says, unless a rule of ours knows more. */
export function draftOf(parts: Parts): Draft {
  const { page, compiled, fix, twin } = parts;
  const { component, check } = compiled;
  const id = `${component}-${slug(String(page.frontMatter.framework ?? 'page'))}-${slug(page.frontMatter.control)}`;
  const adopted = twin?.rule;
  const frontMatter: RuleFrontMatter = {
    id,
    title: adopted?.title ?? titleOf(page.frontMatter.title),
    component,
    target: component === 'cluster' ? 'cluster' : 'node',
    severity: adopted?.severity ?? 'medium',
    stability: 'preview',
    aliases: [],
    key: adopted?.key ?? `own.${id}`,
    ...(compiled.applies === undefined ? {} : { applies: compiled.applies }),
    check: adopted?.check ?? check,
    // Unlike the page's own, it names the parameters that hold the page's values.
    ...(adopted === undefined || same(adopted.check, adopted.letter) ? {} : { letter: adopted.letter }),
    ...parametersOf(twin),
    evidence: adopted?.evidence ?? [],
    ...(adopted?.proof === undefined ? {} : { proof: adopted.proof }),
    remediation: remediationOf(parts),
    source: sourceOf(parts),
  };
  return { frontMatter, notes: [...compiled.notes, ...fix.notes, ...aboutTwin(twin)] };
}

/** Titles of rules say what is asked for. */
function titleOf(title: string): string {
  const asked = title.replace(/^(?:ensure|verify|require)(?: that)? /i, '').replace(/\.$/, '');
  return `Require that ${asked}`;
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

function parametersOf(twin: Twin | null): Pick<RuleFrontMatter, 'parameters'> {
  return twin === null || Object.keys(twin.parameters).length === 0 ? {} : { parameters: twin.parameters };
}

function aboutTwin(twin: Twin | null): string[] {
  if (twin === null || same(twin.rule.check, twin.rule.letter)) return [];
  return [
    `The sentence is the letter of ${twin.rule.id}, so the draft judges what is in force as that rule does; the page's own sentence is its letter.`,
  ];
}

function remediationOf({ compiled, fix, twin }: Parts): Rule['remediation'] {
  if (twin !== null && sameFix(fix, twin)) return twin.rule.remediation;
  const { set, add, unset, mode, owner } = fix;
  return {
    set,
    requires: [],
    disruption: disruptionOf(compiled, fix),
    fix: {
      level: 'explain',
      lockOut: 'high',
      ...(Object.keys(add).length === 0 ? {} : { add }),
      ...(unset.length === 0 ? {} : { unset: [...unset] }),
      ...(mode === null ? {} : { mode }),
      ...(owner === 'root:root' ? { owner } : {}),
      why: 'The edit was read from a page; nobody has looked yet at whom it keeps out.',
    },
  };
}

function disruptionOf({ component }: Compiled, { set, add, unset }: PageFix): string {
  const restarts = [set, add].some((one) => Object.keys(one).length > 0) || unset.length > 0;
  return restarts ? `restarts ${component} on this node` : 'not known';
}

function sourceOf({ page, compiled, audit, remediation }: Parts): RuleSource {
  const { control, title, framework } = page.frontMatter;
  return {
    framework: String(framework ?? ''),
    control,
    title,
    kind: compiled.kind,
    sentences: [
      ...audit.map(({ says, statement }) => ({
        section: 'Audit' as const,
        says,
        as: statement.as,
        ...('kind' in statement ? { kind: statement.kind } : {}),
        ...(statement.as === 'review' ? { kind: 'manual' as const } : {}),
      })),
      ...remediation.map(({ says, edit }) => ({ section: 'Remediation' as const, says, as: edit.does })),
    ],
  };
}
