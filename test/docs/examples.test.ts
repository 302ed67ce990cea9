import { expect, test } from 'vitest';
import { runScenario } from '../scenarios/support/run.ts';
import { type Block, blocks } from './blocks.ts';

const all = blocks();
const examples = all.filter(({ language }) => language === 'console');

/** What is typed and what it shows, in turn: lines after `$ ` are typed. */
function stepsOf({ text }: Block): { command: string; output: string }[] {
  return text
    .split(/^\$ /m)
    .filter((step) => step !== '')
    .map((step) => {
      const [command = '', ...output] = step.split('\n');
      return { command, output: output.join('\n') };
    });
}

/** Blocks of a page that have a name are files beside its examples. */
function filesFor({ page }: Block) {
  const named = all.filter((block) => block.page === page && block.name !== '');
  return named.map(({ name, text }) => ({ path: name, content: text }));
}

test('there are examples', () => {
  expect(examples.length).toBeGreaterThan(1);
});

test.each(examples.map((block) => [`${block.page}:${block.line}`, block] as const))(
  'the example at %s shows what comes out',
  async (_, block) => {
    const steps = stepsOf(block);
    // The status of a command must be there for the next one to show.
    const script = steps
      .map(({ command }) => `${command}\nstatus=$?; printf '\\001'; (exit $status)`)
      .join('\n');

    const { stdout } = await runScenario({
      ...{ title: '', files: filesFor(block), links: [], expected: { stdout: '', stderr: '', status: 0 } },
      command: `exec 2>&1\n${script}`,
    });

    const shown = stdout.split('\u0001').slice(0, steps.length);
    expect(shown).toEqual(steps.map(({ output }) => output));
  },
);
