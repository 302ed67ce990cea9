import type { Property } from '../../subject.ts';
import { exemptIn } from '../exempt.ts';
import { type ClusterProperty, type ClusterView, listParameter } from '../view.ts';
import { type PodCheck, runningIn, runningSpecs, workloadsBy } from './judged-workloads.ts';

/** Workloads by where their images come from; only the site can say which registries it approves. */
export const imageRegistries: ClusterProperty = (view) => {
  const approved = listParameter(view.parameters, 'registries').flatMap(spellings);
  const check: PodCheck = (spec) =>
    spec.containers
      .map(({ image }) => qualified(image))
      .filter((image) => !approved.some((one) => isBelow(image, one)))
      .map((image) => `image ${image}`);
  const property = workloadsBy(() => ({ check, holds: 'every image comes from an approved registry' }))(view);
  return approved.length > 0 || property.state !== 'items' ? property : leftToPerson(property, view);
};

function leftToPerson(property: Extract<Property, { state: 'items' }>, view: ClusterView): Property {
  if (property.items.length === 0) return property;
  const hosts = [...new Set(imagesIn(view).map((image) => image.split('/')[0] ?? ''))].sort();
  return {
    state: 'settled',
    verdict: {
      status: 'manual',
      reason: `Which registries are approved is for the site to say (parameter registries). Images come from ${hosts.join(', ')}.`,
    },
    ...(property.evidence === undefined ? {} : { evidence: property.evidence }),
  };
}

function imagesIn({ facts, parameters }: ClusterView): string[] {
  const exempt = exemptIn(parameters);
  return runningIn(facts)
    .filter(({ namespace }) => !exempt.has(namespace))
    .flatMap((workload) => runningSpecs(workload, facts))
    .flatMap(({ spec }) => spec.containers.map(({ image }) => qualified(image)));
}

/** Short names stand for docker.io: https://github.com/distribution/reference/blob/v0.6.0/normalize.go splitDockerDomain */
function qualified(image: string): string {
  const [first = '', ...rest] = image.split('/');
  const isHost =
    rest.length > 0 && (/[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase());
  if (isHost && !DOCKER.has(first)) return image;
  const name = isHost ? rest : [first, ...rest];
  return name.length === 1 ? `docker.io/library/${name[0]}` : `docker.io/${name.join('/')}`;
}

const DOCKER = new Set(['docker.io', 'index.docker.io']);

/** The ways in which images may begin that are meant by an approved name: `docker.io/nginx` is one of Docker's own too. */
function spellings(approved: string): string[] {
  const [host = '', ...rest] = approved.replace(/\/$/, '').split('/');
  const plain = [DOCKER.has(host) ? 'docker.io' : host, ...rest].join('/');
  return DOCKER.has(host) && rest.length === 1 ? [plain, `docker.io/library/${rest[0]}`] : [plain];
}

/** Whole path components, so that `registry.example` approves neither `registry.example.evil` nor another port. */
function isBelow(image: string, approved: string): boolean {
  const ends = approved.includes('/') ? ['/', ':', '@'] : ['/'];
  return image === approved || ends.some((end) => image.startsWith(approved + end));
}
