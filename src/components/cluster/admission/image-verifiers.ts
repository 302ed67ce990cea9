import type { Snapshot } from '../../../model/snapshot.ts';
import type { Settled } from '../../settled.ts';
import { apiServerSettings } from '../api-servers.ts';
import { apiOrigin, type ClusterProperty, type ClusterView, needing } from '../view.ts';
import { type Certainty, least, most } from './certainty.ts';
import { ADMISSION_ENGINES, type Engine, IMAGE_ENGINES, refuses, resourcesOf } from './engines.ts';
import { failsClosed, type PodWebhook, podWebhooks } from './pod-webhooks.ts';

/** Something that may verify where images come from. */
interface Verifier {
  name: string;
  verifies: Certainty;
}

/** What verifies the origin of images before they run. Namespaces are not told apart. */
export const imageVerifiers: ClusterProperty = needing(
  ['validatingwebhookconfigurations', 'mutatingwebhookconfigurations', 'customresourcedefinitions'],
  (view) => {
    const all = verifiersIn(view);
    const sure = all.filter(({ verifies }) => verifies === 'yes').map(({ name }) => name);
    const unsure = all.filter(({ verifies }) => verifies === 'maybe').map(({ name }) => name);
    if (sure.length === 0 && unsure.length > 0) {
      const reason = `Nothing is known here to verify images for certain; whether ${unsure.slice(0, 5).join(', ')} does must be looked up.`;
      return { state: 'settled', verdict: { status: 'manual', reason } };
    }
    return {
      state: 'items',
      items: sure.map((label) => ({
        label,
        attributes: { verifies: 'yes' },
        origin: apiOrigin('validatingwebhookconfigurations'),
      })),
      virtue: () => `${sure.join(', ')} verifies images.`,
      none: noneOf(view),
    };
  },
);

function noneOf(view: ClusterView): Settled {
  if (imagePolicyWebhooks(view.snapshot).includes(null)) {
    const reason = 'An API server on this node could not be read: its ImagePolicyWebhook may verify images.';
    return { status: 'unknown', reason };
  }
  return { status: 'fail', reason: noneReason(podWebhooks(view)) };
}

function noneReason(webhooks: readonly PodWebhook[]): string {
  const names = webhooks.map(({ name }) => name).slice(0, 5);
  const why =
    names.length === 0
      ? 'no webhook sees new Pods'
      : `the engines that see new Pods (${names.join(', ')}) have no policy on images that refuses any`;
  return `Nothing verifies where images come from: ${why}.`;
}

function verifiersIn(view: ClusterView): Verifier[] {
  const webhooks = podWebhooks(view);
  const known = [...ADMISSION_ENGINES, ...IMAGE_ENGINES];
  const others = webhooks.filter(({ name }) => !known.some((engine) => engine.webhooks.test(name)));
  return [
    { name: 'ImagePolicyWebhook', verifies: imagePolicyWebhook(view.snapshot) },
    ...IMAGE_ENGINES.map((engine) => ({ name: engine.name, verifies: verifies(engine, webhooks, view) })),
    ...others.map(({ name }) => ({ name, verifies: 'maybe' as const })),
  ];
}

function verifies(engine: Engine, webhooks: readonly PodWebhook[], { facts }: ClusterView): Certainty {
  const own = webhooks.filter(({ name }) => engine.webhooks.test(name));
  if (own.length === 0) return 'no';
  const asked = own.some(failsClosed) ? 'yes' : 'maybe';
  if (engine.policies === 'elsewhere') return asked;
  const unclear = resourcesOf(facts, engine.unclear).some(({ count }) => count !== 0);
  return least(asked, most([refuses(resourcesOf(facts, engine.policies)), unclear ? 'maybe' : 'no']));
}

/** The API server's own plug-in, which may let images in when nobody answers. */
function imagePolicyWebhook(snapshot: Snapshot): Certainty {
  const known = imagePolicyWebhooks(snapshot).filter((one) => one !== null);
  if (known.length === 0 || known.includes('off')) return 'no';
  return known.every((one) => one === 'fails closed') ? 'yes' : 'maybe';
}

/** `off`, `fails open` or `fails closed` for each API server of this node; null for one that could not be read. */
function imagePolicyWebhooks(snapshot: Snapshot): (string | null)[] {
  return apiServerSettings(snapshot, 'image-policy-webhook').map((one) =>
    one === null ? null : String(one.value),
  );
}
