import { LIMITS } from './limits.ts';

/** Of Prometheus' text form; client_golang sorts by it (prometheus/internal/metric.go NormalizeMetricFamilies). */
const FAMILY = /^# TYPE (\S+)/gm;

/**
 * Collects an answer within the limits: all of it, or of a long list of counters the lines that matter. The counters of
 * an API server are megabytes: where they come sorted, no more is wanted after the last that can matter.
 */
export class AnswerBody {
  readonly #prefixes: readonly string[] | null;
  readonly #kept: string[] = [];
  readonly #decoder = new TextDecoder();
  #read = 0;
  #keptLength = 0;
  #rest = '';
  #family = '';
  #sorted = true;
  #begunBefore = false;
  #seenAll = false;

  constructor(prefixes: readonly string[] | null) {
    this.#prefixes = prefixes;
  }

  /** Takes a piece, and says whether more is wanted. */
  write(chunk: Buffer): 'more' | 'enough' | 'too much' {
    this.#read += chunk.length;
    const text = this.#decoder.decode(chunk, { stream: true });
    if (this.#prefixes === null) this.#keep(text);
    else this.#keepLines(text, this.#prefixes);
    const most = this.#prefixes === null ? LIMITS.bodyBytes : LIMITS.streamedBytes;
    const longest = Math.max(this.#keptLength, this.#rest.length);
    if (this.#read > most || longest > LIMITS.bodyBytes) return 'too much';
    return this.#seenAll ? 'enough' : 'more';
  }

  /** @param whole false: the answer ended before its end */
  end(whole: boolean): string | null {
    if (!(whole || this.#seenAll) || this.#keptLength > LIMITS.bodyBytes) return null;
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
    for (const [, family = ''] of lines.matchAll(FAMILY)) this.#begun(family, prefixes);
  }

  /**
   * What begins with a text comes together where all is sorted, before everything that is greater and begins otherwise.
   * That it is sorted shows when something came that belongs before that.
   */
  #begun(family: string, prefixes: readonly string[]): void {
    const isPast = (prefix: string) => family > prefix && !family.startsWith(prefix);
    this.#sorted &&= family >= this.#family;
    this.#family = family;
    this.#begunBefore ||= !prefixes.some(isPast);
    this.#seenAll ||= this.#sorted && this.#begunBefore && prefixes.every(isPast);
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
