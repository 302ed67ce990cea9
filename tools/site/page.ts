/** A page before it is written as HTML. */
export interface Page {
  /** Where its Markdown lies in the repository, or would lie: links are read from there. */
  source: string;
  /** Path of the HTML in the site. */
  to: string;
  title: string;
  group: Group;
  markdown: string;
  /** What the search shows of it, where the first paragraph tells little. */
  about?: string;
  /** More words by which it is found. */
  keywords?: readonly string[];
}

/** Groups of the navigation, in order. */
export const GROUPS = {
  start: 'Start',
  use: 'Use',
  concepts: 'Concepts',
  commands: 'Commands',
  rules: 'Rules',
  formats: 'Formats',
  errors: 'Errors',
  comparison: 'Comparison',
  project: 'Project',
} as const;
export type Group = keyof typeof GROUPS;

/** Groups of so many pages that they are listed in their own index, and in the navigation only from within. */
export const INDEXED: ReadonlySet<Group> = new Set(['commands', 'rules', 'formats', 'errors']);
