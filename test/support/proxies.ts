import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** Listens on loopback until the test ends; gives the port. */
export async function listen(server: Server): Promise<number> {
  const sockets: Socket[] = [];
  server.on('connection', (socket: Socket) => sockets.push(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** An HTTP proxy that lets everybody through, and what it was asked for. */
export async function httpProxy(): Promise<{ port: number; asked: string[] }> {
  const asked: string[] = [];
  const server = createHttpServer().on('connect', ({ url = '' }, client: Socket) => {
    asked.push(url);
    const [host, port] = url.split(':');
    const target = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      join(client, target);
    });
  });
  return { port: await listen(server), asked };
}

/** A SOCKS proxy (RFC 1928) that leads to one port, whatever it is asked for; gives its own. */
export function socksProxy(target: number): Promise<number> {
  const server = createServer((client) => {
    // A greeting, answered with "no authentication"; a request, answered with "connected, from 0.0.0.0:0".
    client.once('data', () => {
      client.write(Buffer.from([5, 0]));
      client.once('data', () => {
        client.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
        join(client, connect(target, '127.0.0.1'));
      });
    });
  });
  return listen(server);
}

/** Either ends with the other, whatever ended it. */
function join(one: Socket, other: Socket): void {
  one.on('error', () => other.destroy()).on('close', () => other.destroy());
  other.on('error', () => one.destroy()).on('close', () => one.destroy());
  one.pipe(other).pipe(one);
}
