import type { Picker } from '../picker.ts';
import { type Document, text } from './documents.ts';

/** A structured file and the flag that names it. */
export interface Structured {
  flag: string;
  path: string;
  files: Readonly<Record<string, string>>;
}

export function structuredFiles(pick: Picker): readonly Structured[] {
  const kinds = [authentication, authorization, admission, encryption, audit];
  return pick
    .shuffle(kinds)
    .slice(0, pick.one([0, 1, 2, 5]))
    .map((make) => make(pick));
}

const CONFIG = 'apiserver.config.k8s.io';

function authentication(pick: Picker): Structured {
  const version = pick.sound(
    [
      [3, 'v1beta1'],
      [1, 'v1alpha1'],
    ],
    [[1, 'v1']],
  );
  const document: Document = {
    apiVersion: `${CONFIG}/${version}`,
    kind: 'AuthenticationConfiguration',
    ...(pick.chance(0.6) ? { jwt: issuers(pick) } : {}),
    ...(pick.chance(0.6) ? { anonymous: anonymous(pick) } : {}),
  };
  return file(pick, 'authentication-config', 'authentication.yaml', document);
}

function issuers(pick: Picker): Document[] {
  const count = pick.one([0, 1, 1, 2]);
  return Array.from({ length: count }, (_, index) => ({
    issuer: {
      url: pick.sound(
        [[5, `https://issuer-${index}.example`]],
        [
          [1, 'http://issuer.example'],
          [1, 'https://a?b'],
          [1, ''],
        ],
      ),
      audiences: pick.sound(
        [
          [5, ['a']],
          [1, ['a', 'b']],
        ],
        [
          [1, []],
          [1, ['a', 'a']],
        ],
      ),
      ...(pick.chance(0.5) ? { audienceMatchPolicy: 'MatchAny' } : {}),
    },
    claimMappings: { username: { claim: 'sub', prefix: '' } },
  }));
}

function anonymous(pick: Picker): Document {
  return {
    enabled: pick.one([true, true, false]),
    ...(pick.chance(0.4) ? { conditions: [{ path: '/livez' }, { path: '/healthz' }] } : {}),
  };
}

const TYPES = ['Node', 'RBAC', 'AlwaysAllow', 'AlwaysDeny', 'ABAC'];

function authorization(pick: Picker): Structured {
  const version = pick.sound(
    [
      [3, 'v1beta1'],
      [1, 'v1alpha1'],
    ],
    [[1, 'v1']],
  );
  const types = pick.shuffle(TYPES).slice(
    0,
    pick.sound(
      [
        [4, 2],
        [2, 1],
        [1, 3],
      ],
      [[1, 0]],
    ),
  );
  const authorizers: Document[] = types.map((type) => ({ type, name: nameOf(pick, type) }));
  const all = pick.chance(0.2) ? [...authorizers, webhook(pick)] : authorizers;
  const repeated = pick.odd(0.1) ? [...all, ...all.slice(0, 1)] : all;
  const document = {
    apiVersion: `${CONFIG}/${version}`,
    kind: 'AuthorizationConfiguration',
    authorizers: repeated,
  };
  return file(pick, 'authorization-config', 'authorization.yaml', document);
}

function nameOf(pick: Picker, type: string): string {
  return pick.sound(
    [[9, type.toLowerCase()]],
    [
      [1, type],
      [1, 'other'],
    ],
  );
}

function webhook(pick: Picker): Document {
  return {
    type: 'Webhook',
    name: pick.sound(
      [[5, 'hook']],
      [
        [1, 'Hook'],
        [1, ''],
      ],
    ),
    webhook: {
      timeout: pick.sound(
        [[5, '3s']],
        [
          [1, '31s'],
          [1, '0s'],
        ],
      ),
      subjectAccessReviewVersion: pick.sound([[5, 'v1']], [[1, 'v2']]),
      failurePolicy: pick.sound([[5, 'Deny']], [[1, 'Ignore']]),
      connectionInfo: {
        type: 'KubeConfigFile',
        kubeConfigFile: pick.sound([[5, '{dir}/kubeconfig']], [[1, 'kubeconfig']]),
      },
      ...(pick.chance(0.3) ? { authorizedTTL: '0s' } : {}),
    },
  };
}

function admission(pick: Picker): Structured {
  const version = pick.one([`${CONFIG}/v1`, 'apiserver.k8s.io/v1alpha1']);
  const plugins = [
    { name: 'EventRateLimit', ...settings(pick, eventRateLimit(pick), 'limits.yaml') },
    { name: 'PodSecurity', ...settings(pick, podSecurity(pick), 'pods.yaml') },
  ].slice(pick.one([0, 0, 1]));
  const files = Object.assign({}, ...plugins.map(({ files: own }) => own));
  const document = {
    apiVersion: version,
    kind: 'AdmissionConfiguration',
    plugins: plugins.map(({ name, entry }) => ({ name, ...entry })),
  };
  const made = file(pick, 'admission-control-config-file', 'conf/admission.yaml', document);
  return { ...made, files: { ...made.files, ...files } };
}

/** In the file itself, or in one of its own beside it. */
function settings(pick: Picker, document: Document, name: string) {
  if (pick.chance(0.5)) return { entry: { configuration: document }, files: {} };
  return { entry: { path: name }, files: { [`conf/${name}`]: text(pick, document) } };
}

function eventRateLimit(pick: Picker): Document {
  const limit = {
    type: pick.sound(
      [
        [5, 'Namespace'],
        [2, 'Server'],
      ],
      [[1, 'namespace']],
    ),
    qps: pick.sound([[5, 50]], [[1, 0]]),
    burst: 100,
  };
  return {
    apiVersion: 'eventratelimit.admission.k8s.io/v1alpha1',
    kind: 'Configuration',
    limits: pick.sound<Document[]>([[5, [limit]]], [[1, []]]),
  };
}

function podSecurity(pick: Picker): Document {
  return {
    apiVersion: `pod-security.admission.config.k8s.io/${pick.one(['v1', 'v1beta1', 'v1alpha1'])}`,
    kind: 'PodSecurityConfiguration',
    exemptions: {
      namespaces: pick.sound<string[]>(
        [
          [5, ['kube-system']],
          [1, []],
        ],
        [[1, ['a', 'a']]],
      ),
    },
    defaults: {
      enforce: pick.sound(
        [
          [5, 'baseline'],
          [2, 'restricted'],
        ],
        [[1, 'Baseline']],
      ),
      'enforce-version': pick.sound(
        [
          [5, 'latest'],
          [1, 'v1.30'],
        ],
        [[1, '1.30']],
      ),
    },
  };
}

const KEY = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=';

function encryption(pick: Picker): Structured {
  const count = pick.sound(
    [
      [4, 1],
      [3, 2],
      [1, 3],
    ],
    [[1, 0]],
  );
  const document = {
    apiVersion: `${CONFIG}/v1`,
    kind: 'EncryptionConfiguration',
    resources: Array.from({ length: count }, () => encrypted(pick)),
  };
  return file(pick, 'encryption-provider-config', 'encryption.yaml', document);
}

const RESOURCES = ['secrets', 'configmaps', 'deployments.apps', '*.apps', '*.', '*.*', 'events'];
const ODD_RESOURCES = [
  'Secrets',
  '*',
  'secrets.*',
  'events.events.k8s.io',
  'pods.extensions',
  'apiserveripinfo',
];

function encrypted(pick: Picker): Document {
  const resources = pick.shuffle(pick.odd(0.2) ? [...RESOURCES, ...ODD_RESOURCES] : RESOURCES);
  return {
    resources: resources.slice(
      0,
      pick.sound(
        [
          [4, 1],
          [2, 2],
        ],
        [[1, 0]],
      ),
    ),
    providers: Array.from(
      {
        length: pick.sound(
          [
            [3, 2],
            [2, 1],
          ],
          [[1, 0]],
        ),
      },
      () => provider(pick),
    ),
  };
}

function provider(pick: Picker): Document {
  const kind = pick.one(['aescbc', 'aesgcm', 'secretbox', 'identity', 'kms']);
  if (kind === 'identity') return { identity: {} };
  if (kind === 'kms') return { kms: kms(pick) };
  const keys = [{ name: pick.sound([[5, 'key1']], [[1, '']]), secret: KEY }];
  return {
    [kind]: { keys: pick.sound<Document[]>([[5, keys]], [[1, []]]) },
    ...(pick.odd(0.1) ? { identity: {} } : {}),
  };
}

/** Its plugin is not there, which is no reason not to start. */
function kms(pick: Picker): Document {
  return {
    apiVersion: pick.sound(
      [[5, 'v2']],
      [
        [1, 'v1'],
        [1, 'v3'],
      ],
    ),
    name: `plugin-${pick.one([1, 2, 3, 4, 5, 6, 7, 8, 9])}${pick.odd(0.1) ? ':' : ''}`,
    endpoint: pick.sound([[5, 'unix://{dir}/kms.sock']], [[1, 'http://127.0.0.1:1']]),
    timeout: pick.sound(
      [[5, '3s']],
      [
        [1, '0s'],
        [1, '-1s'],
      ],
    ),
  };
}

function audit(pick: Picker): Structured {
  const document = {
    apiVersion: `audit.k8s.io/${pick.sound([[9, 'v1']], [[1, 'v1beta1']])}`,
    kind: 'Policy',
    ...(pick.chance(0.3) ? { omitStages: ['RequestReceived'] } : {}),
    rules: Array.from(
      {
        length: pick.sound(
          [
            [3, 1],
            [3, 3],
          ],
          [[1, 0]],
        ),
      },
      () => auditRule(pick),
    ),
  };
  return file(pick, 'audit-policy-file', 'audit.yaml', document);
}

export function auditRule(pick: Picker): Document {
  return {
    level: pick.sound(
      [
        [1, 'None'],
        [4, 'Metadata'],
        [1, 'Request'],
        [1, 'RequestResponse'],
      ],
      [
        [1, 'metadata'],
        [1, ''],
      ],
    ),
    ...(pick.chance(0.3) ? { verbs: pick.one([['get', 'list'], ['create'], ['*'], []]) } : {}),
    ...(pick.chance(0.3) ? { users: pick.one([['somebody'], ['system:apiserver']]) } : {}),
    ...(pick.chance(0.3)
      ? { userGroups: pick.one([['system:authenticated'], ['system:serviceaccounts']]) }
      : {}),
    ...(pick.chance(0.5) ? { resources: auditResources(pick) } : {}),
    ...(pick.chance(0.3) ? { namespaces: pick.one([['default'], ['kube-system'], ['']]) } : {}),
    ...(pick.chance(0.1)
      ? {
          nonResourceURLs: pick.sound(
            [[3, ['/healthz*']]],
            [
              [1, ['healthz']],
              [1, ['/a*b']],
            ],
          ),
        }
      : {}),
    ...(pick.chance(0.2) ? { omitStages: pick.sound([[3, ['ResponseComplete']]], [[1, ['Never']]]) } : {}),
  };
}

function auditResources(pick: Picker): Document[] {
  return Array.from({ length: pick.one([1, 1, 2]) }, () => ({
    ...(pick.chance(0.8)
      ? {
          group: pick.sound(
            [
              [5, ''],
              [1, 'apps'],
              [1, 'authentication.k8s.io'],
            ],
            [
              [1, '*'],
              [1, 'Apps'],
            ],
          ),
        }
      : {}),
    ...(pick.chance(0.8)
      ? {
          resources: pick.one([
            ['secrets'],
            ['secrets', 'configmaps'],
            ['*'],
            ['pods/*'],
            ['*/exec'],
            ['pods/exec'],
            ['pods'],
          ]),
        }
      : {}),
    ...(pick.odd(0.1) ? { resourceNames: ['x'] } : {}),
  }));
}

function file(pick: Picker, flag: string, path: string, document: Document): Structured {
  return { flag, path, files: { [path]: text(pick, document) } };
}
