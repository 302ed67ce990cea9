import { isDeepStrictEqual } from 'node:util';
import { KubetrueError } from '../../model/errors.ts';
import type { SettingValue } from '../../model/finding.ts';
import type { DurableEdit } from '../../model/plan.ts';
import { valueAt } from '../editors/config-key.ts';
import { applyOperations } from '../editors/index.ts';
import { argumentIn, editArgument } from '../editors/kubeadm-argument.ts';
import { editVolume } from '../editors/kubeadm-volume.ts';
import type { Source } from '../editors/text.ts';
import { type Edited, verifyEdit } from '../editors/verify.ts';
import { Refusal } from '../transaction/refusal.ts';
import { nameOf, type Place, sectionOf, spotOf } from './place.ts';

/**
 * The text of a ConfigMap after the edits. Comments and order stay; it is read again after each edit and must differ only
 * where it should. Pure.
 * @throws Refusal when it holds a value that is neither the wanted one nor what was in force before, or cannot be edited
 */
export function editText(place: Place, text: string, edits: readonly DurableEdit[]): string {
  return inWords(() => edits.reduce((source, edit) => one(source, edit), sourceOf(place, text)).text);
}

/** How a text stands to an edit. */
export type Standing =
  | { state: 'done' }
  /** It holds what was in force before, or nothing. */
  | { state: 'pending' }
  /** It holds a third value. */
  | { state: 'other'; value: string };

/** @throws Refusal when the text cannot be read */
export function standingOf(place: Place, text: string, edit: DurableEdit): Standing {
  return inWords(() => standing(sourceOf(place, text), edit));
}

function sourceOf(place: Place, text: string): Source {
  return { path: `${nameOf(place)}, ${place.key}`, text };
}

function one(source: Source, edit: DurableEdit): Source {
  const now = standing(source, edit);
  if (now.state === 'done') return source;
  if (now.state === 'other')
    throw new Refusal(
      `${source.path} has ${now.value} for ${spotOf(edit)}, which was not in force here before either: somebody chose it`,
    );
  if (edit.kind === 'kubelet-key') {
    const operation = { kind: 'config-key' as const, path: edit.path, value: edit.value };
    const bytes = applyOperations(source.path, Buffer.from(source.text), [operation]);
    return { path: source.path, text: bytes.toString('utf8') };
  }
  return verifyEdit(source, edited(source, edit));
}

function edited(source: Source, edit: Exclude<DurableEdit, { kind: 'kubelet-key' }>): Edited {
  const section = sectionFor(source, edit.component);
  return edit.kind === 'kubeadm-argument'
    ? editArgument(source, section, edit.name, edit.value)
    : editVolume(source, section, edit.name, edit.path);
}

function sectionFor(source: Source, component: string): readonly string[] {
  const section = sectionOf(component);
  if (section === null) throw new Refusal(`kubeadm has no arguments for ${component}`);
  // kubeadm takes one of the two only.
  if (component === 'etcd' && valueAt(source, ['etcd', 'external']) !== undefined)
    throw new Refusal(`${source.path} names an external etcd, which kubeadm does not start`);
  return section;
}

function standing(source: Source, edit: DurableEdit): Standing {
  if (edit.kind === 'kubeadm-volume') {
    const section = sectionFor(source, edit.component);
    const same = editVolume(source, section, edit.name, edit.path).source === source;
    return { state: same ? 'done' : 'pending' };
  }
  const now =
    edit.kind === 'kubeadm-argument'
      ? argumentIn(source, sectionFor(source, edit.component), edit.name)
      : (valueAt(source, edit.path) ?? null);
  if (same(now, edit.value)) return { state: 'done' };
  return now === null || same(now, edit.was)
    ? { state: 'pending' }
    : { state: 'other', value: JSON.stringify(now) };
}

function same(now: unknown, value: SettingValue): boolean {
  return isDeepStrictEqual(now, value);
}

function inWords<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof KubetrueError)) throw error;
    const [problem] = error.problems;
    const line = problem?.line === undefined ? '' : `, line ${problem.line}`;
    throw new Refusal(`${problem?.file ?? ''}${line}: ${error.message}`, { cause: error });
  }
}
