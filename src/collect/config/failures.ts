/** What go-yaml or the step to JSON refuses. The message never quotes the file. */
export class Refused extends Error {
  readonly line: number;

  constructor(problem: string, line: number) {
    super(problem);
    this.line = line;
  }
}

/** What we do not follow to its end, or cannot tell whether go-yaml would. */
export class TooMuch extends Error {}
