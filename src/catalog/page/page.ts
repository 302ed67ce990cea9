import { RULE_SECTIONS, type RuleSection } from '../../model/rule.ts';

/** Sections of a published page that stay text. */
export type TextSection = Exclude<RuleSection, 'References'>;

/** All sections of a published page, in order. */
export const PAGE_SECTIONS = [...RULE_SECTIONS, 'CIS Controls'] as const;
export type PageSection = (typeof PAGE_SECTIONS)[number];

export interface Reference {
  url: string;
  /** What stands below the line of the URL; empty when nothing does. */
  note: string;
}

/** A line of the section "CIS Controls". */
export interface SafeguardRef {
  /** Version of the CIS Controls: `7`. */
  version: string;
  /** Id inside that version, `14.6`; null when the page names only the version. */
  id: string | null;
  text: string;
}

/** A rule page in the published form, as data. */
export interface Page {
  /** Keys as found; `control` is text even where it was written like a number. */
  frontMatter: Readonly<Record<string, unknown>> & { readonly control: string; readonly title: string };
  /** Empty text for a section that says `None.` or is not there. */
  sections: Readonly<Record<TextSection, string>>;
  references: readonly Reference[];
  safeguards: readonly SafeguardRef[];
}
