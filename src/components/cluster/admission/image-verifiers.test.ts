import { describe, expect, it } from 'vitest';
import { apiServerFacts } from '../../../../test/support/api-server.ts';
import { clusterProperty } from '../../../../test/support/cluster-property.ts';
import type { ProcessFacts } from '../../../model/snapshot.ts';

const RULES = [{ operations: ['CREATE'], apiGroups: [''], resources: ['pods'] }];

function webhook(name: string, failurePolicy = 'Fail'): object {
  const one = { name, calls: 'a/b', failurePolicy, narrowed: true, rules: RULES };
  return { webhooks: [{ kind: 'MutatingWebhookConfiguration', name, webhooks: [one] }] };
}

function objects(definition: string, count: number | null, refusing?: number): object {
  const one = { definition, count, namespaces: [], ...(refusing === undefined ? {} : { refusing }) };
  return { customResources: [one] };
}

/** `yes` and its name, or the status that is settled without. */
function verdict(cluster: object, processes: readonly ProcessFacts[] = []): string {
  const property = clusterProperty('image-verifiers', { cluster, processes });
  if (property.state === 'settled') return property.verdict.status;
  const [item] = property.items;
  return item === undefined ? (property.none?.status ?? '') : `yes: ${item.label}`;
}

const IVPOL = 'imagevalidatingpolicies.policies.kyverno.io';

describe('images are verified', () => {
  it.each<[string, object, string]>([
    ['by nothing', {}, 'fail'],
    [
      'by Sigstore',
      { ...webhook('policy.sigstore.dev'), ...objects('clusterimagepolicies.policy.sigstore.dev', 1, 1) },
      'yes: Sigstore policy-controller',
    ],
    [
      'by Sigstore, which only warns',
      { ...webhook('policy.sigstore.dev'), ...objects('clusterimagepolicies.policy.sigstore.dev', 1, 0) },
      'fail',
    ],
    [
      'by Sigstore, which fails open',
      {
        ...webhook('policy.sigstore.dev', 'Ignore'),
        ...objects('clusterimagepolicies.policy.sigstore.dev', 1, 1),
      },
      'manual',
    ],
    [
      'by Sigstore, with policies of which more is not known',
      { ...webhook('policy.sigstore.dev'), ...objects('clusterimagepolicies.policy.sigstore.dev', 1) },
      'manual',
    ],
    [
      'by Sigstore, with policies that could not be listed',
      { ...webhook('policy.sigstore.dev'), ...objects('clusterimagepolicies.policy.sigstore.dev', null) },
      'manual',
    ],
    ['by Connaisseur', webhook('connaisseur-svc.connaisseur.svc'), 'yes: Connaisseur'],
    [
      'by Portieris',
      {
        ...webhook('trust.hooks.securityenforcement.admission.cloud.ibm.com'),
        ...objects('imagepolicies.portieris.cloud.ibm.com', 1, 1),
      },
      'yes: Portieris',
    ],
    ['by Kyverno', { ...webhook('ivpol.mutate.kyverno.svc-fail'), ...objects(IVPOL, 1, 1) }, 'yes: Kyverno'],
    [
      'by policies of Kyverno that may be about images',
      { ...webhook('mutate.kyverno.svc-fail'), ...objects('clusterpolicies.kyverno.io', 1, 1) },
      'manual',
    ],
    ['by Kyverno without policies', webhook('mutate.kyverno.svc-fail'), 'fail'],
    [
      'by Ratify',
      {
        ...webhook('validation.gatekeeper.sh'),
        ...objects('ratifyverification.constraints.gatekeeper.sh', 1, 1),
      },
      'yes: OPA Gatekeeper with Ratify or another provider',
    ],
    [
      'by Ratify, which Gatekeeper may ask',
      { ...webhook('validation.gatekeeper.sh'), ...objects('policies.config.ratify.deislabs.io', 1) },
      'manual',
    ],
    ['by Ratify, which nobody asks', objects('policies.config.ratify.deislabs.io', 1), 'fail'],
    [
      'by Gatekeeper, which asks nobody',
      { ...webhook('validation.gatekeeper.sh'), ...objects('a.constraints.gatekeeper.sh', 1, 1) },
      'fail',
    ],
    [
      'by policies of Kubewarden that may be about images',
      {
        ...webhook('clusterwide-a.kubewarden.admission'),
        ...objects('clusteradmissionpolicies.policies.kubewarden.io', 1, 1),
      },
      'manual',
    ],
    ['by something not known here', webhook('guard.example.com'), 'manual'],
  ])('%s', (...[, cluster, expected]) => {
    expect(verdict(cluster)).toBe(expected);
  });
});

describe('the plug-in of the API server', () => {
  const args = ['--enable-admission-plugins=ImagePolicyWebhook', '--admission-control-config-file=/a'];
  const config = (defaultAllow: boolean) =>
    `apiVersion: apiserver.config.k8s.io/v1\nkind: AdmissionConfiguration\nplugins: [{name: ImagePolicyWebhook, configuration: {imagePolicy: {kubeConfigFile: /k, defaultAllow: ${defaultAllow}}}}]\n`;

  it.each<[string, Parameters<typeof apiServerFacts>[0], string]>([
    ['that fails closed', { args, files: { '/a': config(false) } }, 'yes: ImagePolicyWebhook'],
    ['that fails open', { args, files: { '/a': config(true) } }, 'manual'],
    ['that is not enabled', {}, 'fail'],
    ['whose configuration may not be read', { args, hidden: ['/a'] }, 'unknown'],
  ])('%s', (...[, given, expected]) => {
    expect(verdict({}, [apiServerFacts(given)])).toBe(expected);
  });
});
