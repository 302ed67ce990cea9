import type { SettingValue } from '../../model/setting-value.ts';
import { reachOf } from '../kubernetes/addresses.ts';
import { configz } from '../proving/configz.ts';
import {
  answerTo,
  isWitness,
  open,
  type ProofSpec,
  predicted,
  type Question,
  seenList,
  statusOf,
  whyOpen,
} from '../proving/context.ts';
import { flagz } from '../proving/flagz.ts';
import {
  addressOf,
  anonymous,
  hasSettled,
  keyOfFile,
  knowsKubelet,
  portOf,
  servedLeaf,
  weakSuites,
} from '../proving/questions.ts';
import { KUBELET_CONFIGZ } from './configz.ts';
import { containersAreConfined, podsHaveLimit } from './container-proofs.ts';

/** What a key stands for that /configz leaves out: the zero value of its type. */
function told(setting: keyof typeof KUBELET_CONFIGZ, zero: SettingValue): Question {
  return configz(setting, [KUBELET_CONFIGZ[setting]], zero);
}

const CFGZ = (setting: keyof typeof KUBELET_CONFIGZ, zero: SettingValue): ProofSpec => ({
  method: 'CFGZ',
  questions: [told(setting, zero)],
});

/** By the names that rules give them. */
export const KUBELET_PROOFS: Readonly<Record<string, ProofSpec>> = {
  'kubelet-refuses-strangers': {
    method: 'ANON, CFGZ',
    questions: [anonymous('anonymous-auth', (value) => value === true), told('anonymous-auth', false)],
  },
  'kubelet-asks-who-may': { method: 'SELF, CFGZ', questions: [askedItself, told('authorization-mode', '')] },
  'kubelet-knows-client-ca': {
    method: 'SELF, CFGZ',
    questions: [knowsKubelet('SELF', 'configz-as-itself'), told('client-ca-file', '')],
  },
  'kubelet-read-only-port': {
    method: 'LISTEN, PLAIN, CFGZ',
    questions: [readOnlyPort, told('read-only-port', 0)],
  },
  'kubelet-streaming-timeout': CFGZ('streaming-connection-idle-timeout', '0s'),
  'kubelet-iptables-chains': CFGZ('make-iptables-util-chains', false),
  'kubelet-event-qps': CFGZ('event-qps', 0),
  'kubelet-protect-kernel-defaults': CFGZ('protect-kernel-defaults', false),
  'kubelet-rotates-certificates': CFGZ('rotate-certificates', false),
  'kubelet-pod-pids-limit': {
    method: 'CFGZ, PROC',
    questions: [told('pod-max-pids', 0), podsHaveLimit],
  },
  'kubelet-seccomp-default': {
    method: 'CFGZ, FLAGZ, PROC',
    questions: [seccompDefault, seccompFlag, containersAreConfined],
  },
  'kubelet-rotates-serving-certificate': {
    method: 'LEAF, CFGZ',
    questions: [
      served('serving-certificate-rotation', (value) => (value === true ? 'signed' : 'own')),
      told('rotate-server-certificates', false),
    ],
  },
  'kubelet-serves-signed-certificate': {
    method: 'LEAF',
    questions: [served('serving-certificate', (value) => (value === 'self-signed' ? 'own' : 'signed'))],
  },
  'kubelet-host-name': { method: 'FLAGZ', questions: [flagz('hostname-override')] },
  'kubelet-refuses-weak-suites': { method: 'WEAK', questions: [weakSuites] },
};

/** The kubelet's own certificate may not read /configz: with an authorizer that is 403, without one 200. */
function askedItself(context: Parameters<Question>[0]): ReturnType<Question> {
  const ours = predicted(context, 'authorization-mode');
  if (isWitness(ours)) return ours;
  const answer = answerTo(context, 'SELF', 'configz-as-itself');
  if (answer === null || statusOf(answer) !== 403) return open(whyOpen(answer, 'SELF'));
  const sentence = `GET /configz with the kubelet's own certificate at ${answer.address} answered 403: an authorizer was asked.`;
  return { predicted: ours.value === 'AlwaysAllow' ? 'not asked' : 'asked', observed: 'asked', sentence };
}

/** Its port 10255, or another that answers plain HTTP to the network; the one for health checks is on loopback. */
function readOnlyPort(context: Parameters<Question>[0]): ReturnType<Question> {
  const ours = predicted(context, 'read-only-port');
  if (isWitness(ours)) return ours;
  const sockets = seenList(answerTo(context, 'LISTEN'), 'sockets');
  if (sockets === null) return open('Which sockets it holds is not known.');
  const health = String(context.reading.setting('healthz-port').value);
  const port = ours.value === 0 ? '10255' : String(ours.value);
  const plain = context.observations.filter(
    ({ method, answer }) => method === 'PLAIN' && answer.kind === 'answered',
  );
  const found = plain.find(
    ({ address }) =>
      portOf(address) === port || (portOf(address) !== health && reachOf(addressOf(address)) === 'network'),
  );
  const held = found?.address ?? sockets.find((name) => portOf(name) === port);
  if (held === undefined && !hasSettled(context))
    return open(`The kubelet has just started and holds no socket of port ${port} yet.`);
  return {
    predicted: ours.value === 0 ? 'closed' : 'open',
    observed: held === undefined ? 'closed' : 'open',
    sentence:
      held === undefined
        ? `The kubelet holds no socket of port ${port}; its sockets are ${sockets.join(' and ')}.`
        : `${held} answers plain HTTP without any credential.`,
  };
}

/** /configz does not show the flag: what it tells counts where the flag is not given. */
function seccompDefault(context: Parameters<Question>[0]): ReturnType<Question> {
  const { origin, value } = context.reading.setting('seccomp-default');
  if (origin.kind === 'flag' && value === true)
    return open('/configz does not show the flag --seccomp-default.');
  return told('seccomp-default', false)(context);
}

/** Flag and file each switch it on: what the flag says counts where it does. cmd/kubelet/app/server.go */
function seccompFlag(context: Parameters<Question>[0]): ReturnType<Question> {
  const { origin, value } = context.reading.setting('seccomp-default');
  if (origin.kind !== 'flag' || value !== true)
    return open('The flag --seccomp-default is not what decides.');
  return flagz('seccomp-default')(context);
}

/** Certificates that a kubelet makes itself are issued by `HOST-ca@TIME`. client-go/util/cert/cert.go */
function served(setting: string, predict: (value: SettingValue) => string): Question {
  return (context) => {
    const ours = predicted(context, setting);
    if (isWitness(ours)) return ours;
    const shown = servedLeaf(context);
    const { leaf = null, address = '' } = shown ?? {};
    if (leaf === null) return open('No handshake showed a certificate.');
    const fromFile = leaf.publicKeySha256 === keyOfFile(context, 'tls-cert-file');
    const own = leaf.selfSigned || /(?:^|, )CN=.+-ca@\d+$/.test(leaf.issuer);
    if (fromFile && ours.value !== 'files' && setting === 'serving-certificate')
      return open(`${address} showed the certificate of tls-cert-file to whoever connects by address.`);
    // A certificate from files is signed too, and not rotated.
    if (setting === 'serving-certificate-rotation' && ours.value === false && !own)
      return open(`${address} serves a certificate of ${leaf.issuer}, which does not say who replaces it.`);
    return {
      predicted: predict(ours.value),
      observed: own && !fromFile ? 'own' : 'signed',
      sentence: `${address} serves a certificate of ${leaf.issuer}, ${own ? 'which the kubelet made itself' : 'which it did not make itself'}.`,
    };
  };
}
