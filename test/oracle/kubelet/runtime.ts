import { rmSync } from 'node:fs';
import {
  createServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Session,
} from 'node:http2';

/** A container runtime that has no containers: as much of the CRI as a kubelet needs before it serves. */
export interface Runtime {
  close(): Promise<void>;
}

/** Protocol buffers by hand: a text field of less than 128 bytes. */
function textField(number: number, text: string): Buffer {
  return Buffer.concat([Buffer.from([(number << 3) | 2, text.length]), Buffer.from(text)]);
}

const VERSION = Buffer.concat(
  ['0.1.0', 'none', '1.0', 'v1'].map((text, index) => textField(index + 1, text)),
);

/** https://github.com/kubernetes/cri-api/blob/v0.34.1/pkg/apis/runtime/v1/api.proto; any other call gets UNIMPLEMENTED. */
const ANSWERS: Readonly<Record<string, Buffer>> = {
  '/runtime.v1.RuntimeService/Version': VERSION,
  '/runtime.v1.ImageService/ImageFsInfo': Buffer.alloc(0),
};

const UNIMPLEMENTED = '12';

/** Listens on a unix socket until it is closed. */
export async function startRuntime(socket: string): Promise<Runtime> {
  rmSync(socket, { force: true });
  const sessions = new Set<ServerHttp2Session>();
  const server = createServer();
  server.on('session', (session) => sessions.add(session));
  server.on('request', answer);
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  const close = async () => {
    for (const session of sessions) session.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  return { close };
}

function answer(request: Http2ServerRequest, response: Http2ServerResponse): void {
  const message = ANSWERS[request.url];
  request.resume();
  response.writeHead(200, { 'content-type': 'application/grpc' });
  response.addTrailers({ 'grpc-status': message === undefined ? UNIMPLEMENTED : '0' });
  if (message !== undefined) response.write(framed(message));
  response.end();
}

/** gRPC over HTTP/2: a byte for compression, four for the length. */
function framed(message: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}
