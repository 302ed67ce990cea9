/** What follows a command before its options. */
interface WordsSpec {
  /** The first word, which says what is done. */
  readonly verb?: string;
  /** Names of the arguments after it. */
  readonly arguments: readonly string[];
  /** The last of them may be given several times. */
  readonly many?: true;
}

/** Commands that take a fixed number of files. */
export const WORDS = {
  waivers: { verb: 'lint', arguments: ['FILE'] },
  report: { verb: 'merge', arguments: ['REPORT'], many: true },
  diff: { arguments: ['OLD', 'NEW'] },
} as const satisfies Record<string, WordsSpec>;

export interface WordsProblem {
  message: string;
  hint?: string;
}

/** What is wrong with the words after a command; null when nothing is. */
export function wordsProblem(command: keyof typeof WORDS, given: readonly string[]): WordsProblem | null {
  const spec: WordsSpec = WORDS[command];
  const name = spec.verb === undefined ? command : `${command} ${spec.verb}`;
  const example = `kubetrue ${[name, ...spec.arguments].join(' ')}`;
  const [verb] = given;
  if (spec.verb !== undefined && verb === undefined)
    return { message: `\`kubetrue ${command}\` needs to know what to do.`, hint: example };
  if (spec.verb !== undefined && verb !== spec.verb)
    return { message: `There is no command \`kubetrue ${command} ${verb}\`.`, hint: example };
  const words = spec.verb === undefined ? given : given.slice(1);
  const missing = spec.arguments[words.length];
  if (missing !== undefined) return { message: `${name} needs ${missing}.`, hint: example };
  const more = spec.many === true ? [] : words.slice(spec.arguments.length);
  if (more.length === 0) return null;
  return {
    message: `\`kubetrue ${name}\` does not take ${more.map((word) => JSON.stringify(word)).join(' ')}.`,
  };
}
