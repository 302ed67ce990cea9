/** What has arrived of an HTTP/1.1 answer. */
export type Response =
  | { state: 'partial'; status: number | null }
  | { state: 'complete'; status: number; body: string }
  | { state: 'not-http' };

const STATUS_LINE = /^HTTP\/1\.[01] (\d{3})[ \r]/;
const LONGEST_STATUS_LINE = 256;

/** The whole request: one GET, nothing kept open. */
export function getRequest(path: string, host: string, userAgent: string): string {
  const lines = [`GET ${path} HTTP/1.1`, `Host: ${host}`, `User-Agent: ${userAgent}`, 'Accept: */*'];
  return `${[...lines, 'Connection: close'].join('\r\n')}\r\n\r\n`;
}

/** Reads an answer from the bytes so far. Without a length, it ends when the connection does (`ended`). */
export function readResponse(bytes: Buffer, ended: boolean): Response {
  const text = bytes.toString('latin1');
  const status = statusOf(text);
  if (status === undefined) return { state: 'not-http' };
  const headEnd = text.indexOf('\r\n\r\n');
  if (status === null || headEnd === -1) return { state: 'partial', status };
  const content = bytes.subarray(headEnd + 4);
  const body = readBody(text.slice(0, headEnd), content, ended);
  return body === null ? { state: 'partial', status } : { state: 'complete', status, body };
}

/** Null: not there yet; undefined: this will never be a status line. */
function statusOf(text: string): number | null | undefined {
  const match = STATUS_LINE.exec(text);
  if (match !== null) return Number(match[1]);
  const incomplete = !text.includes('\n') && text.length < LONGEST_STATUS_LINE;
  const prefix = 'HTTP/1.';
  const plausible = text.length < prefix.length ? prefix.startsWith(text) : text.startsWith(prefix);
  return incomplete && plausible ? null : undefined;
}

function readBody(head: string, content: Buffer, ended: boolean): string | null {
  if (/^transfer-encoding:.*\bchunked\s*$/im.test(head)) return readChunks(content);
  const length = /^content-length:\s*(\d+)\s*$/im.exec(head)?.[1];
  if (length === undefined) return ended ? content.toString('utf8') : null;
  return content.length < Number(length) ? null : content.toString('utf8', 0, Number(length));
}

/** https://www.rfc-editor.org/rfc/rfc9112#name-chunked-transfer-coding; null until the last chunk is there. */
function readChunks(content: Buffer): string | null {
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = content.indexOf('\r\n', at);
    if (lineEnd === -1) return null;
    const size = Number.parseInt(content.toString('latin1', at, lineEnd), 16);
    if (Number.isNaN(size)) return null;
    if (size === 0) return Buffer.concat(chunks).toString('utf8');
    const start = lineEnd + 2;
    if (content.length < start + size + 2) return null;
    chunks.push(content.subarray(start, start + size));
    at = start + size + 2;
  }
}
