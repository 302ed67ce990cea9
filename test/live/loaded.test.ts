import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { plantTree } from '../support/collect/tree.ts';
import { kubetrue } from './support/program.ts';

/** What takes long to load, and what needs it. */
const HEAVY = ['typebox.cjs', 'x509.cjs', 'kubernetes-client-node.cjs', 'pages.json'];

/** Writes to stderr what the program opens beside itself. */
const WATCH = `
const fs = require('node:fs');
const { readFileSync, openSync } = fs;
const tell = (path) => process.stderr.write(String(path) + '\\n');
fs.readFileSync = (path, ...more) => { tell(path); return readFileSync(path, ...more); };
fs.openSync = (path, ...more) => { tell(path); return openSync(path, ...more); };
const module_ = require('node:module');
const load = module_._load;
module_._load = function (request, ...more) { tell(request); return load.call(this, request, ...more); };
`;

it.each([
  ['a scan', ['scan', '--no-cluster', '--prove', 'off', '--format', 'json', '--fail-on', 'never'], []],
  ['the page of a rule', ['explain', '1.2.1'], ['pages.json']],
])('%s loads nothing that it does not need', async (_name, words, needed) => {
  const directory = plantTree({});
  const watch = join(directory, 'watch.cjs');
  writeFileSync(watch, WATCH);

  const { stdout, stderr } = await kubetrue(words, { nodeArguments: ['--require', watch] });

  expect(stdout).not.toBe('');
  expect(stderr).toContain('catalog.json');
  expect(HEAVY.filter((file) => stderr.includes(file))).toEqual(needed);
});
