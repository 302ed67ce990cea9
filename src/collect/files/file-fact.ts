import type { Stats } from 'node:fs';
import type { WantedFile } from '../../components/component.ts';
import type { Reading } from '../../machine/reading.ts';
import { kindOf, type Place } from '../../machine/rooted/rooted-fs.ts';
import type { Fact } from '../../model/fact.ts';
import type { FileFacts, Snapshot } from '../../model/snapshot.ts';
import { absent, fileOrigin, notReadable, present, processOrigin } from '../facts.ts';
import { NOT_CAPTURED } from '../proc/source.ts';
import type { ProcessRoot } from '../process-root.ts';
import { contentFact } from './content.ts';
import type { HostPath } from './host-path.ts';

/** A process's files, and all it takes to look at one. */
export interface FileView {
  source: Snapshot['source'];
  pid: number;
  root: Reading<ProcessRoot>;
  workingDirectory: Fact<string>;
  hostPath: HostPath;
  configKeys: ReadonlySet<string>;
}

export async function fileFact(view: FileView, wanted: WantedFile): Promise<Fact<FileFacts>> {
  const path = absolute(view, wanted.path);
  if (path === null) {
    const reason = `relative to the working directory, which is not known (${problemOf(view.workingDirectory)})`;
    return notReadable(processOrigin(view.pid, 'cwd'), reason);
  }
  const { root } = view;
  if (root.state !== 'read') {
    return notReadable(
      fileOrigin(fromHost(view, path)),
      root.state === 'missing' ? 'the process has ended' : root.reason,
    );
  }
  const place = root.value.fs.stat(path);
  if (place.state !== 'read') return notFound(view, path, place);
  const hostPath = view.hostPath(place.value.path);
  const origin = fileOrigin(hostPath ?? fromHost(view, path));
  const content = await contentFact(
    { fs: root.value.fs, path, origin, configKeys: wanted.keys ?? view.configKeys },
    wanted.as,
  );
  return present({ path, hostPath, ...attributes(view, place.value.stats), content }, origin);
}

/** The way to a file that always works from the host, for want of a better one. */
function fromHost(view: FileView, path: string): string {
  return `/proc/${view.pid}/root${path}`;
}

function absolute(view: FileView, path: string): string | null {
  if (path.startsWith('/')) return path;
  if (view.workingDirectory.state !== 'present') return null;
  const directory = view.workingDirectory.value;
  return directory === '/' ? `/${path}` : `${directory}/${path}`;
}

function problemOf(fact: Fact<string>): string {
  return fact.state === 'unreadable' ? fact.reason : 'not there';
}

/** In a capture without the directory nobody knows whether the file was there. */
function notFound(
  view: FileView,
  path: string,
  place: Exclude<Reading<Place>, { state: 'read' }>,
): Fact<never> {
  const origin = fileOrigin(view.hostPath(path) ?? fromHost(view, path));
  if (place.state === 'unreadable') return notReadable(origin, place.reason);
  return view.source === 'captured' && !place.parent ? notReadable(origin, NOT_CAPTURED) : absent(origin);
}

type Attributes = Omit<FileFacts, 'path' | 'hostPath' | 'content'>;

function attributes(view: FileView, stats: Stats): Attributes {
  return {
    type: kindOf(stats),
    mode: stats.mode & 0o7777,
    uid: stats.uid,
    gid: stats.gid,
    size: stats.size,
    modifiedAt: stats.mtime.toISOString(),
    changedAt: stats.ctime.toISOString(),
    bornAt: view.source === 'captured' ? null : birthTime(stats),
  };
}

/** A file system without birth times shows none, or 1970. */
function birthTime(stats: Stats): string | null {
  return stats.birthtimeMs > 0 ? stats.birthtime.toISOString() : null;
}
