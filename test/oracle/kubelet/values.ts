import type { SettingName } from '../../../src/components/kubelet/settings.ts';
import type { Weighted } from '../picker.ts';

/** Texts for a setting; the odd ones mostly stop the start. */
export interface Texts {
  flag: Weighted<string>;
  oddFlag: Weighted<string>;
  /** YAML, which JSON can hold too. */
  file: Weighted<string>;
  oddFile: Weighted<string>;
}

const evenly = (...texts: string[]): Weighted<string> => texts.map((text) => [1, text] as const);

const BOOLEAN: Texts = {
  flag: [[3, '=true'], [3, '=false'], [2, ''], ...evenly('=0', '=1', '=T', '=F', '=FALSE')],
  oddFlag: evenly('=yes', '=', '="true"', '=True '),
  file: [
    [3, 'true'],
    [3, 'false'],
    [1, 'null'],
  ],
  oddFile: evenly('"true"', '1', '[true]', '{}'),
};

const whole = (...texts: string[]): Texts => ({
  flag: evenly(...texts.map((text) => `=${text}`), '=0x10', '=010'),
  oddFlag: evenly('=', '=ten', '=1.0', '=-2', '=99999999999'),
  file: evenly(...texts, '12.0', 'null'),
  oddFile: evenly('"7"', '1.5', 'true', '-3', '1000001'),
});

const duration = (): Texts => ({
  flag: evenly('=0', '=0s', '=1h', '=90s', '=1h0m0.5s'),
  oddFlag: evenly('=5', '=', '=1d'),
  file: evenly('0s', '1h', '2h30m', '"0"'),
  oddFile: evenly('0', '5', 'null', '""', 'soon'),
});

const words = (sound: readonly string[], odd: readonly string[]): Texts => ({
  flag: evenly(...sound.map((text) => `=${text}`)),
  oddFlag: evenly(...odd.map((text) => `=${text}`), '='),
  file: evenly(...sound.map((text) => JSON.stringify(text)), 'null', '""'),
  oddFile: evenly(...odd.map((text) => JSON.stringify(text)), '5', '[]'),
});

const HTTP2 = 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256';

/** Settings that draws set, with what they set them to. */
export const TEXTS: Readonly<Partial<Record<SettingName, Texts>>> = {
  'anonymous-auth': BOOLEAN,
  'authentication-token-webhook': BOOLEAN,
  'authorization-mode': words(['AlwaysAllow', 'Webhook'], ['alwaysallow', 'AlwaysAllow,Webhook', 'RBAC']),
  'client-ca-file': words(['{dir}/ca.crt', 'ca.crt'], ['{dir}/missing.crt']),
  'enable-server': BOOLEAN,
  'event-burst': whole('0', '5'),
  'event-qps': whole('0', '5', '500'),
  'healthz-port': whole('0', '10248'),
  'image-gc-high-threshold': whole('90', '100', '50'),
  'image-gc-low-threshold': whole('10', '0', '70'),
  'iptables-drop-bit': whole('3', '0'),
  'kube-api-qps': whole('0', '20'),
  'make-iptables-util-chains': BOOLEAN,
  'max-pods': whole('0', '30'),
  'oom-score-adj': whole('0', '-5', '1000'),
  'pod-manifest-path': words(['{dir}/manifests', 'manifests', '../x'], []),
  'pod-max-pids': whole('0', '-1', '-7', '4096'),
  port: whole('10250', '10350'),
  'protect-kernel-defaults': BOOLEAN,
  'read-only-port': whole('0', '10255'),
  'registry-burst': whole('0', '3'),
  'rotate-certificates': BOOLEAN,
  'rotate-server-certificates': BOOLEAN,
  runonce: { ...BOOLEAN, flag: evenly('=false'), file: evenly('false', 'null') },
  'seccomp-default': BOOLEAN,
  'streaming-connection-idle-timeout': duration(),
  'tls-cert-file': words(['{dir}/tls.crt', 'tls.crt'], []),
  'tls-cipher-suites': {
    flag: evenly(`=${HTTP2}`, `=TLS_RSA_WITH_AES_128_CBC_SHA,${HTTP2}`, '='),
    oddFlag: evenly('=TLS_RSA_WITH_NOTHING', `=${HTTP2}, TLS_AES_128_GCM_SHA256`),
    file: evenly(`[${HTTP2}]`, `[TLS_AES_128_GCM_SHA256, ${HTTP2}]`, '[]', 'null'),
    oddFile: evenly('[5]', '[null]', HTTP2, '[ECDHE-RSA-AES128-GCM-SHA256]'),
  },
  'tls-min-version': words(['VersionTLS12', 'VersionTLS13', 'VersionTLS10'], ['TLS1.2', 'VersionTLS14']),
  'tls-private-key-file': words(['{dir}/tls.key', 'tls.key'], []),
};

export const TEXT_NAMES = Object.keys(TEXTS) as (keyof typeof TEXTS)[];

/** Gates of flags and files: named, by a switch, and what is refused. */
export const GATES: Weighted<string> = [
  [4, 'RotateKubeletServerCertificate=true'],
  [1, 'RotateKubeletServerCertificate=false'],
  [1, 'AllAlpha=false'],
  [1, 'AllBeta=true'],
];
export const ODD_GATES: Weighted<string> = evenly(
  'SeccompDefault=true',
  'SupportPodPidsLimit=false',
  'RotateKubeletServerCertificate=on',
);
