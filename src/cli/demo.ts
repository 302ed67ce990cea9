import { readFileSync } from 'node:fs';
import { snapshotIn } from '../collect/snapshot-file.ts';
import { textBeside } from '../machine/beside.ts';
import type { Report } from '../model/finding.ts';
import { signs } from '../report/text/paint.ts';
import { wrap } from '../report/text/width.ts';
import { renderText } from '../report/text.ts';
import { openCatalog } from './catalog.ts';
import { highlightLines } from './demo/highlights.ts';
import { wholeReport } from './judge.ts';
import { writeStdout } from './output.ts';
import type { Invocation } from './parse.ts';
import { lookOf } from './terminal.ts';

const INTRODUCTION =
  'Demonstration: a recorded scan of a real kubeadm control plane, all of the benchmark. Some of its settings read better than what is ' +
  'in force; the end of this report says which. Nothing on this machine is looked at.';
const NEXT =
  'Next: `kubetrue scan` as root on a node · `kubetrue explain 2.2` for the background of a control · `kubetrue demo --live` for real etcd members on loopback';

const CAPTURE = 'captures/control-plane.json';

/** `kubetrue demo`: the main job on a bundled capture. It is no gate: exit code 0 when it ran. */
export async function demo(invocation: Invocation): Promise<number> {
  if (invocation.options.has('live')) return (await import('./demo/live.ts')).live(invocation);
  const look = lookOf(process.stdout, process.env, invocation.options.has('no-color'));
  const report = await judgeCapture();
  const say = (text: string) => `${wrap(signs(look, text), look.width).join('\n')}\n`;
  const body = renderText(report, { ...look, elapsedMs: process.uptime() * 1000 });
  const highlights = `${highlightLines(report, look).join('\n')}\n`;
  await writeStdout([say(INTRODUCTION), body, highlights, say(NEXT)].join('\n'));
  return 0;
}

async function judgeCapture(): Promise<Report> {
  const catalog = await openCatalog();
  const snapshot = await snapshotIn(captureText(), CAPTURE);
  return wholeReport(catalog, snapshot, new Date(snapshot.at));
}

/** Beside the built program, else where it is kept in the sources. */
function captureText(): string {
  const built = textBeside(CAPTURE);
  return built ?? readFileSync(new URL('../../content/demo/control-plane.json', import.meta.url), 'utf8');
}
