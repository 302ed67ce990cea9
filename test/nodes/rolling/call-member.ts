import { readFileSync } from 'node:fs';
import { request } from 'node:https';

/*
 * Runs inside a node of kubeadm: calls a method of the member of etcd there, as kubeadm's own client, and writes its answer.
 * Arguments: the path of the method, what it is given as JSON.
 */
const [, , path = '', body = ''] = process.argv;
const PKI = '/etc/kubernetes/pki/etcd';

const asking = request(new URL(path, 'https://127.0.0.1:2379'), {
  method: 'POST',
  ca: readFileSync(`${PKI}/ca.crt`),
  cert: readFileSync(`${PKI}/healthcheck-client.crt`),
  key: readFileSync(`${PKI}/healthcheck-client.key`),
});
asking.on('response', (answer) => {
  answer.pipe(process.stdout);
  process.exitCode = answer.statusCode === 200 ? 0 : 1;
});
asking.end(body);
