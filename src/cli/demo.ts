import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chooseBenchmark } from '../catalog/select.ts';
import { readSnapshot } from '../collect/snapshot-file.ts';
import { evaluate } from '../evaluate/index.ts';
import { valueIfPresent } from '../model/fact.ts';
import type { Report } from '../model/finding.ts';
import { signs } from '../report/text/paint.ts';
import { wrap } from '../report/text/width.ts';
import { renderText } from '../report/text.ts';
import { openCatalog } from './catalog.ts';
import { writeStdout } from './output.ts';
import type { Invocation } from './parse.ts';
import { lookOf } from './terminal.ts';

const INTRODUCTION =
  'Demonstration: a recorded scan of the three members of a real etcd cluster. Each has a hole that its ' +
  'arguments do not show. Nothing on this machine is looked at.';
const NEXT =
  'Next: `kubetrue scan` on a node that runs etcd · `kubetrue demo --live` for real members on loopback · `kubetrue explain 2.5` for the background of a control';

/** `kubetrue demo`: the main job on a bundled capture. It is no gate: exit code 0 when it ran. */
export async function demo(invocation: Invocation): Promise<number> {
  if (invocation.options.has('live')) return (await import('./demo/live.ts')).live(invocation);
  const look = lookOf(process.stdout, process.env, invocation.options.has('no-color'));
  const report = await judgeCapture();
  const say = (text: string) => `${wrap(signs(look, text), look.width).join('\n')}\n`;
  const body = renderText(report, { ...look, elapsedMs: process.uptime() * 1000 });
  await writeStdout(`${say(INTRODUCTION)}\n${body}\n${say(NEXT)}`);
  return 0;
}

async function judgeCapture(): Promise<Report> {
  const catalog = await openCatalog();
  const snapshot = await readSnapshot(fileURLToPath(captureFile()));
  const { benchmark, because } = chooseBenchmark(
    catalog,
    null,
    valueIfPresent(snapshot.node.kubernetes) ?? null,
  );
  return evaluate({
    snapshot,
    catalog,
    benchmark,
    chosenBecause: because,
    at: new Date(snapshot.at),
    judge: 'effect',
    only: { controls: [], rules: [], components: [] },
  });
}

/** Beside the built program, else where it is kept in the sources. */
function captureFile(): URL {
  const built = new URL('./captures/three-members.json', import.meta.url);
  return existsSync(built) ? built : new URL('../../content/demo/three-members.json', import.meta.url);
}
