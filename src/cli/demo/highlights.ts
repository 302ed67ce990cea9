import type { Finding, Report } from '../../model/finding.ts';
import { type Look, markOf, paint, signs } from '../../report/text/paint.ts';
import { padTo, wrap } from '../../report/text/width.ts';

const READABLE = 110;

/** Of each control: what a reader of its setting sees on the recorded node, and what the report found beside that. */
const HIGHLIGHTS: Readonly<Record<string, string>> = {
  '2.2':
    "Flags and file of etcd demand client certificates. The file made the flags void and was mended after etcd's start: what runs let a stranger in.",
  '4.2.1':
    "The kubelet's config.yaml turns anonymous requests off. A drop-in that is read after it turns them on.",
  '1.2.16':
    'A path and a rotation are set for the audit log. Without a policy nothing is ever written to it.',
  '1.2.28':
    'Encryption of Secrets is configured. The first provider is identity, so they are written as they are.',
  '5.2.2': 'The container of Deployment shop/web is locked down. Its init container is privileged.',
};

export const HIGHLIGHTED: readonly string[] = Object.keys(HIGHLIGHTS);

/** The findings to read first, with their marks, as lines that fit the terminal. */
export function highlightLines(report: Report, look: Look): string[] {
  const width = Math.min(look.width, READABLE);
  const title = wrap('What reads well on this node and is not so:', width);
  return [
    ...title.map((line) => paint(look, 'bold', line)),
    ...HIGHLIGHTED.flatMap((control) => linesOf(findingOf(report, control), control, { ...look, width })),
  ];
}

function findingOf({ findings }: Report, control: string): Finding {
  const found = findings.find(({ controls }) => controls.some((one) => one.control === control));
  if (found === undefined) throw new Error(`the recorded node has no finding of ${control}`);
  return found;
}

function linesOf({ status }: Finding, control: string, look: Look): string[] {
  const lead = `  ${markOf(look, status)} ${padTo(control, 6)}  `;
  const indent = ' '.repeat(12);
  const [first = '', ...more] = wrap(signs(look, HIGHLIGHTS[control] ?? ''), look.width - indent.length);
  return [lead + first, ...more.map((line) => indent + line)];
}
