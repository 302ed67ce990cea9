/** A predicate with its parameter put in. */
export interface Predicated {
  kind: string;
  value: unknown;
}

type Sentence = (flag: string, value: string) => string;

/** The verdict sentences of rule-page grammar, by predicate, for those that it can say. */
const SENTENCES: Readonly<Record<string, Sentence>> = {
  equal: (flag, value) => `Verify that the ${flag} argument is set to \`${value}\`.`,
  ifGiven: (flag, value) => `Verify that the ${flag} argument is not present, or is set to \`${value}\`.`,
  not: (flag, value) => `Verify that if the ${flag} argument exists, it is not set to \`${value}\`.`,
  includes: (flag, value) =>
    `Verify that the ${flag} argument exists and is set to a value to include \`${value}\`.`,
  ifGivenBetween: (flag, value) =>
    `Verify that the ${flag} argument is either not set or is set to an integer value between ${value.replace(',', ' and ')}.`,
  ifGivenPresent: (flag) =>
    `Verify that the ${flag} argument is either not set or set to an appropriate value.`,
  excludes: (flag, value) =>
    `Verify that the ${flag} argument is set to a value that does not include \`${value}\`.`,
  atLeast: (flag, value) => `Verify that the ${flag} argument is set to \`${value}\` or as appropriate.`,
};

/** What the grammar has no sentence for is weaker on the page than in the rule, never something else. */
const AS_APPROPRIATE: Sentence = (flag) =>
  `Verify that the ${flag} argument exists and it is set as appropriate.`;

/** What a predicate asks of flags, in the sentences of the published pages. */
export function predicateSentences(flags: readonly string[], { kind, value }: Predicated): string[] {
  if (kind === 'present' || kind === 'given') return value === true ? presence(flags) : flags.map(absence);
  const sentence = SENTENCES[kind] ?? AS_APPROPRIATE;
  return flags.map((flag) => sentence(flag, shown(value)));
}

function presence(flags: readonly string[]): string[] {
  const [only = '', ...more] = flags;
  if (more.length === 0) return [`Verify that the ${only} argument exists and it is set as appropriate.`];
  return [`Verify that the ${flags.join(' and ')} arguments exist and they are set as appropriate.`];
}

function absence(flag: string): string {
  return `Verify that the ${flag} argument does not exist.`;
}

function shown(value: unknown): string {
  return Array.isArray(value) ? value.join(',') : String(value);
}
