/** What a command left behind. */
export interface Outcome {
  stdout: string;
  stderr: string;
  status: number;
}

/** One text file of test/scenarios; README.md there tells the form. */
export interface Scenario {
  title: string;
  files: readonly { path: string; content: string }[];
  links: readonly { path: string; target: string }[];
  command: string;
  expected: Outcome;
}

const HEADING = /^==== (\S+)(?: (.*))?$/;

/** Reads a scenario; throws with the file's name when it is not one. */
export function parseScenario(name: string, text: string): Scenario {
  const [first = '', ...lines] = text.split('\n');
  const sections = sectionsOf(name, lines);
  const of = (kind: string) => sections.filter((one) => one.kind === kind);
  const [command, ...others] = of('command');
  if (command === undefined || others.length > 0) throw new Error(`${name}: needs one command`);
  return {
    title: first.replace(/^# /, ''),
    files: of('file').map(({ argument, body }) => ({
      path: argument,
      content: unescaped(body),
    })),
    links: of('link').map(({ argument }) => {
      const [path = '', target = ''] = argument.split(' -> ');
      return { path, target };
    }),
    command: command.body.trim(),
    expected: {
      stdout: of('stdout')[0]?.body ?? '',
      stderr: of('stderr')[0]?.body ?? '',
      status: Number(of('status')[0]?.argument),
    },
  };
}

interface Section {
  kind: string;
  argument: string;
  body: string;
}

function sectionsOf(name: string, lines: readonly string[]): Section[] {
  const sections: (Section & { lines: string[] })[] = [];
  for (const line of lines) {
    const heading = HEADING.exec(line);
    if (heading !== null)
      sections.push({ kind: heading[1] ?? '', argument: heading[2] ?? '', body: '', lines: [] });
    else if (sections.length > 0) sections.at(-1)?.lines.push(line);
    else if (line !== '') throw new Error(`${name}: text before the first section: ${line}`);
  }
  const known = ['file', 'link', 'command', 'stdout', 'stderr', 'status'];
  const odd = sections.find(({ kind }) => !known.includes(kind));
  if (odd !== undefined) throw new Error(`${name}: there is no section ${odd.kind}`);
  return sections.map(({ kind, argument, lines: own }) => ({ kind, argument, body: bodyOf(own) }));
}

/** One empty line before the next section is for the eye. */
function bodyOf(lines: readonly string[]): string {
  const kept = lines.at(-1) === '' ? lines.slice(0, -1) : lines;
  return kept.map((line) => `${line}\n`).join('');
}

/** `\\0`, `\\x1b` and `\\u202e` in a file stand for what nobody should have to read raw. */
function unescaped(text: string): string {
  return text.replace(/\\(?:(0)|x([0-9a-f]{2})|u([0-9a-f]{4}))/g, (_, nul, byte, unit) =>
    nul === undefined ? String.fromCharCode(Number.parseInt(byte ?? unit, 16)) : '\0',
  );
}
