import { parse } from 'yaml';
import { splitHostPort } from '../../../components/go-url.ts';
import { canonicalIp, parseIp } from '../../../components/kubernetes/addresses.ts';
import { ask, type Question } from '../../ask.ts';
import { textOfProcess } from '../../daemon-set/find.ts';
import { whyNotOk } from './ask.ts';
import { flagIn, urlAt } from './words.ts';

const BARE = { authority: null, serverName: null, credentials: null };
/** Metrics of a large cluster run to some hundred KiB. */
const METRICS_BYTES = 8 * 1024 * 1024;

/**
 * Why the kube-proxy of a process is not well; null when it says that it is, and that it has written its rules: /healthz
 * alone is content with one that never did.
 * https://github.com/kubernetes/kubernetes/blob/v1.34.1/pkg/proxy/healthcheck/proxy_health.go Health
 */
export async function illnessOfProxy(
  pid: number,
  words: readonly string[],
  userAgent: string,
): Promise<string | null> {
  const file = flagIn(words, 'config');
  if (file === null) return 'kube-proxy reads no configuration file that says where it is asked';
  const config = configOf(pid, file);
  if (config === null) return `kube-proxy (pid ${pid}) has no configuration at ${file} that can be read`;
  const health = urlFrom(textIn(config, 'healthzBindAddress'), 10256, '/healthz');
  const metrics = urlFrom(textIn(config, 'metricsBindAddress') || loopbackOf(config), 10249, '/metrics');
  return (
    (await whyNotOk({ ...BARE, url: health, userAgent })) ??
    (await whyNotSynced({ ...BARE, url: metrics, userAgent }))
  );
}

function configOf(pid: number, file: string): object | null {
  try {
    const config: unknown = parse(textOfProcess(pid, file) ?? '');
    return typeof config === 'object' ? config : null;
  } catch {
    return null; // A kube-proxy that cannot read it either does not run.
  }
}

function textIn(config: object, key: string): string {
  const value: unknown = Reflect.get(config, key);
  return typeof value === 'string' ? value : '';
}

/** https://github.com/kubernetes/kubernetes/blob/v1.34.1/pkg/proxy/apis/config/v1alpha1/defaults.go */
function loopbackOf(config: object): string {
  const ip = parseIp(textIn(config, 'bindAddress'), true);
  return ip !== null && canonicalIp(ip).includes(':') ? '::1' : '127.0.0.1';
}

/** An address without a port has the usual one. */
function urlFrom(address: string, port: number, path: string): URL {
  const { host, port: own } = splitHostPort(address) ?? { host: address, port };
  return urlAt('http', host, own, path);
}

/** https://github.com/kubernetes/kubernetes/blob/v1.34.1/pkg/proxy/metrics/metrics.go SyncProxyRulesLastTimestamp */
const SYNCED = /^kubeproxy_sync_proxy_rules_last_timestamp_seconds(?:\{[^}]*\})? [1-9]/m;

async function whyNotSynced(question: Question): Promise<string | null> {
  const answer = await ask(question, null, METRICS_BYTES);
  if (typeof answer === 'string') return answer;
  if (answer.status !== 200) return `${question.url.href} answers ${answer.status}`;
  return SYNCED.test(answer.body) ? null : 'kube-proxy has not written its rules yet';
}
