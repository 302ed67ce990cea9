import type { Problem } from '../../model/errors.ts';
import type { SourceFile } from '../read/source-file.ts';
import type { Piece } from './sentences.ts';

const HINT = 'nothing was drafted: say it in a form of docs/writing-rules.md, or write the rule by hand';

const LONGEST = 400;

/** The sentences of a page that keep it from being compiled, each with why. */
export class Refusals {
  readonly problems: Problem[] = [];
  readonly #file: SourceFile;
  readonly #section: string;

  constructor(file: SourceFile, section: string) {
    this.#file = file;
    this.#section = section;
  }

  add(pieces: readonly Pick<Piece, 'raw' | 'line'>[], why: string): void {
    this.say(pieces.map(({ raw }) => raw).join(' '), pieces[0]?.line ?? 1, why);
  }

  say(sentence: string, line: number, why: string): void {
    this.problems.push({
      message: `This sentence of ## ${this.#section} ${why}.`,
      file: this.#file.path,
      line,
      excerpt: sentence.length > LONGEST ? `${sentence.slice(0, LONGEST)}\u2026` : sentence,
      hint: HINT,
    });
  }
}
