/** Takes the body of one answer as it arrives. */
export interface Body<T> {
  write(chunk: Buffer): void;
  /** What the whole body says, or why it cannot be used. */
  end(): { value: T } | { problem: string };
}

export const NOT_JSON = 'the answer is not JSON';
const LIMIT = 1024 * 1024;

/** A short answer: one JSON value. */
export class JsonBody implements Body<unknown> {
  readonly #chunks: Buffer[] = [];
  #length = 0;

  write(chunk: Buffer): void {
    this.#length += chunk.length;
    if (this.#length <= LIMIT) this.#chunks.push(chunk);
  }

  end(): { value: unknown } | { problem: string } {
    if (this.#length > LIMIT) return { problem: 'the answer is too large' };
    const value = parsed(Buffer.concat(this.#chunks).toString('utf8'));
    return value === undefined ? { problem: NOT_JSON } : { value };
  }
}

/** JSON has no undefined: it stands for what is not JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
