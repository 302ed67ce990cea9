import { LIMITS } from './limits.ts';

/** Collects an answer within the limits: all of it, or of a long one the lines that matter. */
export class AnswerBody {
  readonly #prefixes: readonly string[] | null;
  readonly #kept: string[] = [];
  readonly #decoder = new TextDecoder();
  #read = 0;
  #keptLength = 0;
  #rest = '';

  constructor(prefixes: readonly string[] | null) {
    this.#prefixes = prefixes;
  }

  /** False: no more is wanted. */
  write(chunk: Buffer): boolean {
    this.#read += chunk.length;
    const text = this.#decoder.decode(chunk, { stream: true });
    if (this.#prefixes === null) this.#keep(text);
    else this.#keepLines(text, this.#prefixes);
    const most = this.#prefixes === null ? LIMITS.bodyBytes : LIMITS.streamedBytes;
    return this.#read <= most && this.#keptLength <= LIMITS.bodyBytes;
  }

  /** @param whole false: the answer was left before its end */
  end(whole: boolean): string | null {
    if (!whole || this.#keptLength > LIMITS.bodyBytes) return null;
    if (this.#prefixes !== null) this.#keepLines('\n', this.#prefixes);
    return this.#kept.join('');
  }

  /** Looks for what is wanted instead of at each line: a server may count in tens of thousands of them. */
  #keepLines(text: string, prefixes: readonly string[]): void {
    const all = `${this.#rest}${text}`;
    const end = all.lastIndexOf('\n') + 1;
    this.#rest = all.slice(end);
    const lines = `\n${all.slice(0, end)}`;
    const starts = new Set(prefixes.flatMap((prefix) => placesOf(`\n${prefix}`, lines)));
    for (const at of [...starts].sort((one, other) => one - other))
      this.#keep(lines.slice(at + 1, lines.indexOf('\n', at + 1) + 1));
  }

  #keep(text: string): void {
    this.#kept.push(text);
    this.#keptLength += text.length;
  }
}

function placesOf(wanted: string, text: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) places.push(at);
  return places;
}
