import { beforeAll, describe, expect, it } from 'vitest';
import {
  DEFAULT_KUBERNETES,
  findKubernetes,
  KUBERNETES_VERSIONS,
  type KubernetesVersion,
} from '../../nodes/programs/kubernetes.ts';
import { controllerManagerSubject } from '../kube-controller-manager/subject.ts';
import { proxySubject } from '../kube-proxy/subject.ts';
import { schedulerSubject } from '../kube-scheduler/subject.ts';
import { type Binaries, campaign, findBinaries, withRoot } from './campaign.ts';
import { type Distort, judge } from './judge.ts';
import type { Subject } from './subject.ts';

const BUILD_MS = 900_000;
const PATIENCE_MS = 300_000;
const VERSIONS = Object.keys(KUBERNETES_VERSIONS) as KubernetesVersion[];

beforeAll(async () => {
  for (const version of VERSIONS) await findKubernetes(version, () => {});
}, BUILD_MS);

function binariesOf(subject: Pick<Subject<unknown>, 'program'>): Promise<Binaries> {
  return findBinaries(subject, VERSIONS, () => {});
}

/** The same for each component, whatever is compared of it. */
function asked<T>(subject: Subject<T>): void {
  describe(`${subject.program} does what is read from its launch`, () => {
    it.each(subject.named.map((one) => [one.name, one] as const))(
      '%s',
      async (_name, { draw, real }) => {
        const binary =
          (await binariesOf(subject)).find(({ version }) => version === DEFAULT_KUBERNETES)?.path ?? '';
        const bench = { version: DEFAULT_KUBERNETES, binary };

        const outcome = await withRoot((root) => judge(subject, draw, { ...bench, root }));

        expect(outcome.disagreements).toEqual([]);
        expect(outcome.real).toBe(real);
      },
      PATIENCE_MS,
    );

    it(
      'in drawn launches of a fixed seed',
      async () => {
        const trials = await drawn(subject, 12);

        expect(trials.filter(({ outcome }) => outcome.disagreements.length > 0)).toEqual([]);
        expect(new Set(trials.map(({ outcome }) => outcome.real))).toEqual(new Set(['started', 'refused']));
      },
      PATIENCE_MS,
    );

    it.each([
      ['that everything starts', everythingStarts],
      ['that nothing is set', nothingIsSet],
    ])(
      'and a reading is found out that believes %s',
      async (_name, distort) => {
        const trials = await drawn(subject, 8, distort);

        expect(trials.some(({ outcome }) => outcome.disagreements.length > 0)).toBe(true);
      },
      PATIENCE_MS,
    );
  });
}

async function drawn<T>(subject: Subject<T>, count: number, distort?: Distort) {
  const indices = Array.from({ length: count }, (_, index) => index);
  const binaries = await binariesOf(subject);
  return campaign(subject, { seed: 7, indices, binaries, ...(distort === undefined ? {} : { distort }) });
}

const everythingStarts: Distort = (prediction) =>
  prediction.outcome === 'refuses' ? starting(prediction.version, () => null) : prediction;

const nothingIsSet: Distort = (prediction) =>
  prediction.outcome === 'starts' ? starting(prediction.version, () => 'nothing') : prediction;

function starting(version: string, value: () => string | null): ReturnType<Distort> {
  const origin = { kind: 'default', version } as const;
  return {
    version,
    outcome: 'starts',
    stale: [],
    setting: (name) => ({ name, value: value(), origin, overrides: [] }),
    property: () => ({ state: 'items', items: [], virtue: () => '' }),
    authorities: [],
  };
}

asked(controllerManagerSubject);
asked(schedulerSubject);
asked(proxySubject);
