import type { OpenedConfig } from '../../kubernetes/config-document.ts';
import { readConfig } from '../../kubernetes/config-reader.ts';
import { type Refusal, refuses } from '../../kubernetes/reading.ts';
import { PROGRAM } from '../command-line.ts';
import { type ConfigNode, rootNode } from './config-node.ts';
import { eventRateLimitFields } from './plugin-fields.ts';

export interface EventRateLimit {
  /** `Namespace 50/s, bursts of 100`. */
  limits: readonly string[];
}

const TYPES = ['Server', 'Namespace', 'User', 'SourceAndObject'];

/** https://github.com/kubernetes/kubernetes/blob/v1.34.1/plugin/pkg/admission/eventratelimit/config.go */
export function readEventRateLimit(opened: OpenedConfig): EventRateLimit | Refusal {
  const read = readConfig(opened, {
    program: PROGRAM,
    kind: 'Configuration',
    apiVersions: ['eventratelimit.admission.k8s.io/v1alpha1'],
    fields: eventRateLimitFields,
    strict: false,
  });
  if (read.outcome === 'refuses') return read;
  const root = rootNode(opened, read);
  const limits = root.at('limits').items();
  const broken = limits.find((limit) => !isSound(limit));
  if (limits.length > 0 && broken === undefined) return { limits: limits.map(shown) };
  const because = broken === undefined ? 'it has no limits' : `the limit on line ${broken.line} is not sound`;
  return refuses(
    `${PROGRAM} refuses its configuration of EventRateLimit: ${because}.`,
    (broken ?? root).origin,
    opened.stale,
  );
}

function isSound(limit: ConfigNode): boolean {
  const positive = ['burst', 'qps'].every((key) => limit.at(key).number() > 0);
  const type = limit.at('type').text();
  return positive && TYPES.includes(type) && (type === 'Server' || limit.at('cacheSize').number() >= 0);
}

function shown(limit: ConfigNode): string {
  const [type, qps, burst] = [limit.at('type').text(), limit.at('qps').number(), limit.at('burst').number()];
  return `${type} ${qps}/s, bursts of ${burst}`;
}
