import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { conforming } from '../live/support/schemas.ts';
import { parseScenario } from './support/parse.ts';
import { runScenario } from './support/run.ts';

const FOLDER = new URL('.', import.meta.url);
const names = readdirSync(FOLDER).filter((name) => name.endsWith('.txt'));

test('there are scenarios', () => {
  expect(names).not.toEqual([]);
});

describe.each(names)('%s', (name) => {
  const scenario = parseScenario(name, readFileSync(new URL(name, FOLDER), 'utf8'));

  test(scenario.title, async () => {
    const outcome = await runScenario(scenario);

    expect(outcome).toEqual(scenario.expected);
    const shape = /^\{\n {2}"schema": "kubetrue\/(report|merged|diff)\/v1"/.exec(outcome.stdout)?.[1];
    if (shape !== undefined) conforming(shape as 'report' | 'merged' | 'diff', JSON.parse(outcome.stdout));
  });
});
