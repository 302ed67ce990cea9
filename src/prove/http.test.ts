import { describe, expect, it } from 'vitest';
import { readResponse } from './http.ts';

const OK = 'HTTP/1.1 200 OK\r\n';

describe('an HTTP answer', () => {
  it.each([
    ['nothing yet', '', { state: 'partial', status: null }],
    ['the start of a status line', 'HTTP/1', { state: 'partial', status: null }],
    ['a status without the rest', OK, { state: 'partial', status: 200 }],
    ['a body that is not whole', `${OK}Content-Length: 5\r\n\r\nabc`, { state: 'partial', status: 200 }],
    [
      'a body of known length',
      `${OK}Content-Length: 3\r\n\r\nabcdef`,
      { state: 'complete', status: 200, body: 'abc' },
    ],
    [
      'a body in chunks',
      `${OK}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n`,
      { state: 'complete', status: 200, body: 'abcde' },
    ],
    [
      'chunks that are not whole',
      `${OK}Transfer-Encoding: chunked\r\n\r\n3\r\nab`,
      { state: 'partial', status: 200 },
    ],
    ['a body of unknown length', `${OK}\r\nabc`, { state: 'partial', status: 200 }],
    ['a TLS alert', '\u0015\u0003\u0001\u0000\u0002\u0002F', { state: 'not-http' }],
    ['an SMTP banner', '220 mail ready\r\n', { state: 'not-http' }],
    ['HTTP/2', 'HTTP/2.0 200 OK\r\n', { state: 'not-http' }],
  ])('knows %s', (_name, text, expected) => {
    const response = readResponse(Buffer.from(text, 'latin1'), false);

    expect(response).toEqual(expected);
  });

  it('ends a body of unknown length with the connection', () => {
    const response = readResponse(Buffer.from(`${OK}\r\nabc`), true);

    expect(response).toEqual({ state: 'complete', status: 200, body: 'abc' });
  });
});
