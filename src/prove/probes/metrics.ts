import type { Got, Seen } from './probe.ts';

const SAMPLE = /^(\w+)(?:\{([^}]*)\})? (\S+)/;

interface Sample {
  name: string;
  labels: Readonly<Record<string, string>>;
  value: number;
}

/** Samples of the text form of Prometheus metrics. */
export function samplesIn({ body }: Got): Sample[] {
  return (body ?? '').split('\n').flatMap((line) => {
    const [, name, labels = '', value] = SAMPLE.exec(line) ?? [];
    if (name === undefined) return [];
    const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', text = '']) => [key, text]);
    return [{ name, labels: Object.fromEntries(pairs), value: Number(value) }];
  });
}

/** Whether the feature gates named are on, by their names. */
export function featureGates(...names: readonly string[]): (got: Got) => Seen {
  return (got) =>
    Object.fromEntries(
      samplesIn(got)
        .filter(({ labels }) => names.includes(labels.name ?? ''))
        .map(({ labels, value }) => [labels.name ?? '', value === 1]),
    );
}
