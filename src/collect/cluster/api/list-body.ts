import { isRaw, type Raw } from '../raw.ts';
import { type Body, NOT_JSON, parsed } from './body.ts';

/** No object of the API is larger than etcd's 1.5 MiB; aggregated ones may be. */
const OBJECT_LIMIT = 16 * 1024 * 1024;
const FRAME_LIMIT = 1024 * 1024;

const [OBJECT, LIST] = [0x7b, 0x5b];
/** To the next bracket that is in no string, and to the end of a string. A loop over bytes takes several times as long. */
const TO_BRACKET = /[^"{}[\]]*(?:"[^"\\]*(?:\\.[^"\\]*)*"[^"{}[\]]*)*[{}[\]]/sy;
const TO_QUOTE = /[^"\\]*(?:\\.[^"\\]*)*"/sy;
/** How many brackets are open inside `items`, inside an object of it, inside the object's metadata. */
const [IN_ITEMS, IN_OBJECT, IN_METADATA] = [2, 3, 4];
const EMPTY_LIST = Buffer.from('[]');
/** Who set which field when: half of many an object, and of no use here. It is not even parsed. */
const UNWANTED = Buffer.from('"managedFields":');

/**
 * Takes a list of the API apart while it arrives, so that never more than one object of it is in memory whole: a page
 * of 500 Pods is 3 MB of text and ten times that when parsed at once. Only quotes and brackets are looked at here;
 * each object, and what stands around them (the frame), is left to JSON.parse.
 */
export class ListBody implements Body<Raw> {
  readonly #take: (object: Raw) => void;
  #chunk: Buffer = Buffer.alloc(0);
  /** Where in the chunk what is not yet kept begins. */
  #start = 0;
  #open = 0;
  #inString = false;
  #escaped = false;
  #inItems = false;
  #inUnwanted = false;
  /** The object that is arriving; the same memory for all of them. */
  readonly #object = new Scratch();
  #frame = '';
  #problem: string | null = null;

  /** @param take gets each object of `items`, in order; that the list is whole is known only at the end */
  constructor(take: (object: Raw) => void) {
    this.#take = take;
  }

  write(chunk: Buffer): void {
    if (chunk.length === 0) return;
    const text = chunk.toString('latin1');
    this.#chunk = chunk;
    this.#start = 0;
    let at = this.#inString ? this.#endOfString(text, this.#escaped ? 1 : 0) : 0;
    for (TO_BRACKET.lastIndex = at; this.#problem === null && TO_BRACKET.test(text); ) {
      at = TO_BRACKET.lastIndex;
      this.#bracket(text.charCodeAt(at - 1), at - 1);
    }
    for (let quote = text.indexOf('"', at); quote >= 0; quote = text.indexOf('"', at))
      at = this.#endOfString(text, quote + 1);
    this.#keep(chunk.length);
  }

  /** The frame, in which `items` is empty. */
  end(): { value: Raw } | { problem: string } {
    if (this.#problem !== null) return { problem: this.#problem };
    const value = parsed(this.#frame);
    if (value === undefined || this.#object.length > 0) return { problem: NOT_JSON };
    return isRaw(value) ? { value } : { problem: 'the answer is not a list' };
  }

  /** Where the string ends in which `from` is; the end of the text where it goes on in the next piece. */
  #endOfString(text: string, from: number): number {
    TO_QUOTE.lastIndex = from;
    this.#inString = !TO_QUOTE.test(text);
    this.#escaped = this.#inString && endsInBackslash(text, from);
    return this.#inString ? text.length : TO_QUOTE.lastIndex;
  }

  #bracket(byte: number, at: number): void {
    if (byte === OBJECT || byte === LIST) this.#opened(byte, at);
    else this.#closed(at);
  }

  #opened(byte: number, at: number): void {
    const open = this.#open;
    this.#open += 1;
    if (byte === OBJECT) {
      if (this.#inItems && open === IN_ITEMS) this.#keep(at, IN_ITEMS);
    } else if (this.#inItems) {
      if (open === IN_METADATA) this.#maybeUnwanted(at);
    } else if (this.#open === IN_ITEMS) {
      this.#keep(at + 1);
      this.#inItems = /"items"\s*:\s*\[$/.test(this.#frame);
    }
  }

  #maybeUnwanted(at: number): void {
    this.#keep(at);
    this.#inUnwanted = this.#object.endsWith(UNWANTED);
  }

  #closed(at: number): void {
    if (this.#inUnwanted) this.#endOfUnwanted(at);
    else if (this.#inItems && this.#open === IN_OBJECT) {
      this.#keep(at + 1);
      this.#finishObject();
    } else if (this.#inItems && this.#open === IN_ITEMS) {
      this.#keep(at);
      this.#inItems = false;
    }
    this.#open -= 1;
  }

  #endOfUnwanted(at: number): void {
    if (this.#open !== IN_METADATA + 1) return;
    this.#keep(at + 1);
    this.#inUnwanted = false;
    this.#object.add(EMPTY_LIST);
  }

  /** Puts what came since the last time where it belongs, when `open` brackets were open. */
  #keep(end: number, open = this.#open): void {
    if (end === this.#start) return;
    const piece = this.#chunk.subarray(this.#start, end);
    this.#start = end;
    if (!this.#inItems) this.#frame += piece.toString('latin1');
    // Between objects stand commas; whatever else does spoils the frame.
    else if (open === IN_ITEMS) this.#frame += piece.toString('latin1').replace(/[\s,]+/g, '');
    else if (!this.#inUnwanted) this.#object.add(piece);
    if (this.#object.length > OBJECT_LIMIT || this.#frame.length > FRAME_LIMIT)
      this.#problem = 'the answer is too large';
  }

  #finishObject(): void {
    const object = parsed(this.#object.takeText());
    if (isRaw(object)) this.#take(object);
    else this.#problem = NOT_JSON;
  }
}

/** Whether what a string goes on with is escaped: an odd number of backslashes is the last of it. */
function endsInBackslash(text: string, from: number): boolean {
  let at = text.length;
  while (at > from && text[at - 1] === '\\') at -= 1;
  return (text.length - at) % 2 === 1;
}

class Scratch {
  #bytes = Buffer.allocUnsafe(64 * 1024);
  length = 0;

  add(piece: Buffer): void {
    const needed = this.length + piece.length;
    if (needed > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(needed * 2);
      this.#bytes.copy(larger, 0, 0, this.length);
      this.#bytes = larger;
    }
    piece.copy(this.#bytes, this.length);
    this.length = needed;
  }

  endsWith(text: Buffer): boolean {
    const start = this.length - text.length;
    return start >= 0 && this.#bytes.compare(text, 0, text.length, start, this.length) === 0;
  }

  takeText(): string {
    const text = this.#bytes.toString('utf8', 0, this.length);
    this.length = 0;
    return text;
  }
}
