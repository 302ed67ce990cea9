import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { CLUSTER_KINDS, DEFAULT_NAMESPACE_KINDS } from '../../model/cluster/kinds.ts';
import { COUNTED } from './custom-resources.ts';
import { KINDS } from './kinds.ts';

interface Role {
  kind: string;
  metadata: { name: string; namespace?: string };
  rules: { apiGroups?: string[]; resources?: string[]; nonResourceURLs?: string[]; verbs: string[] }[];
}

const MANIFEST = new URL('../../../deploy/rbac.yaml', import.meta.url);
const roles = parseAllDocuments(readFileSync(MANIFEST, 'utf8'))
  .map((document): Role => document.toJS())
  .filter(({ kind }) => kind.endsWith('Role'));

/** `apps/deployments`, with the namespace before it where the right ends with it. */
const granted = roles.flatMap(({ metadata: { namespace }, rules }) =>
  rules.flatMap(({ apiGroups = [], resources = [] }) =>
    apiGroups.flatMap((group) => resources.map((one) => [namespace, group, one].filter(Boolean).join('/'))),
  ),
);

function needed(): string[] {
  const secrets = 'secrets';
  const lists = KINDS.flatMap(({ paths }) => paths).map((path) => {
    const [, group = '', namespace, plural = ''] =
      /^\/(?:api|apis\/([^/]+))\/[^/]+\/(?:namespaces\/([^/]+)\/)?([^/?]+)/.exec(path) ?? [];
    // One right for all Secrets: only whole lists of a type tell about all namespaces.
    return [plural === secrets ? undefined : namespace, group, plural].filter(Boolean).join('/');
  });
  const counted = [...COUNTED.keys()].map((definition) => definition.replace(/^([^.]+)\.(.+)$/, '$2/$1'));
  return [...new Set([...lists, ...counted, 'constraints.gatekeeper.sh/*'])].sort();
}

it('deploy/rbac.yaml allows what is asked for, and no more', () => {
  expect(granted.toSorted()).toEqual(needed());
});

it('and nothing but to list', () => {
  const verbs = roles.flatMap(({ rules }) =>
    rules.map((rule) => `${rule.verbs} ${rule.nonResourceURLs ?? ''}`.trim()),
  );

  expect(new Set(verbs)).toEqual(new Set(['list', 'get /version,/apis/*']));
});

it('every kind of the model is listed, once', () => {
  const expected = [...CLUSTER_KINDS, ...DEFAULT_NAMESPACE_KINDS.map((kind) => `${kind} (default)`)];

  expect(KINDS.map(({ kind }) => kind).toSorted()).toEqual(expected.toSorted());
});
