import { type Static, Type } from 'typebox';
import { Check } from 'typebox/value';
import type { ClusterObjects } from './cluster.ts';
import { nameOf, type Place, pathOf } from './place.ts';

const Texts = Type.Record(Type.String(), Type.String());
const ConfigMapSchema = Type.Object({
  metadata: Type.Object({
    uid: Type.String(),
    resourceVersion: Type.String(),
    labels: Type.Optional(Texts),
    annotations: Type.Optional(Texts),
  }),
  data: Texts,
});
type ConfigMap = Static<typeof ConfigMapSchema>;

/** A text of a ConfigMap, with the version that a change of it must name. */
export interface Held {
  text: string;
  uid: string;
  resourceVersion: string;
  /** Labels and annotations of the ConfigMap. */
  marks: Readonly<Record<string, string>>;
}

/** Why it is not there stands in a text. */
export async function readText(cluster: ClusterObjects, place: Place): Promise<Held | string> {
  const read = await cluster.read(pathOf(place));
  if (read.state === 'absent') return `there is no ${nameOf(place)}`;
  if (read.state === 'failed') return `${nameOf(place)} cannot be read: ${read.reason}`;
  if (!isConfigMap(read.object)) return `${nameOf(place)} is not what a ConfigMap is`;
  const text = Object.hasOwn(read.object.data, place.key) ? read.object.data[place.key] : undefined;
  if (text === undefined) return `${nameOf(place)} has no ${place.key}`;
  const { uid, resourceVersion, labels, annotations } = read.object.metadata;
  return { text, uid, resourceVersion, marks: { ...annotations, ...labels } };
}

function isConfigMap(object: unknown): object is ConfigMap {
  return Check(ConfigMapSchema, object);
}

/**
 * Replaces one text of a ConfigMap that is still the one that was read, and reads it again; why it could not, in words.
 * When the connection ends before the answer, what is there decides.
 */
export async function replaceText(
  cluster: ClusterObjects,
  place: Place,
  { resourceVersion }: Held,
  fresh: string,
  { dryRun }: { dryRun: boolean },
): Promise<string | null> {
  const query = `fieldManager=kubetrue${dryRun ? '&dryRun=All' : ''}`;
  const body = { metadata: { resourceVersion }, data: { [place.key]: fresh } };
  const patched = await cluster.patch(`${pathOf(place)}?${query}`, body);
  if (patched.state === 'changed') return `${nameOf(place)} was changed by somebody else in the last moment`;
  if (dryRun) return patched.state === 'failed' ? refused(place, patched.reason) : null;
  const after = await readText(cluster, place);
  if (typeof after !== 'string' && after.text === fresh) return null;
  if (patched.state === 'failed') return refused(place, patched.reason);
  return typeof after === 'string' ? after : `${nameOf(place)} does not hold what was written to it`;
}

function refused(place: Place, reason: string): string {
  return `${nameOf(place)} cannot be changed: ${reason}`;
}
