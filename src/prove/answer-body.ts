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

  #keepLines(text: string, prefixes: readonly string[]): void {
    const lines = `${this.#rest}${text}`.split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) if (prefixes.some((prefix) => line.startsWith(prefix))) this.#keep(`${line}\n`);
  }

  #keep(text: string): void {
    this.#kept.push(text);
    this.#keptLength += text.length;
  }
}
