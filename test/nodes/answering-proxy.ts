import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';

/** Stands where a packet filter sends others' connections: ends TLS with a certificate of the node, says yes to everybody, and ends when it is asked for `/end`. */
const [port = '', certificate = '', key = ''] = process.argv.slice(2);
const server = createServer(
  { cert: readFileSync(certificate), key: readFileSync(key) },
  (request, response) => {
    response.end('ok');
    if (request.url === '/end') process.exit(0);
  },
);
server.listen(Number(port), '127.0.0.1');
