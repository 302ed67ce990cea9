// Entry point of the single executable. What dist/ holds is inside of it as assets, with the compiled code of a few runs
// under code/COMMAND/; src/machine/beside.ts reads what is not code.
'use strict';

const Module = require('node:module');
const path = require('node:path');
const { getAsset, getAssetKeys, getRawAsset } = require('node:sea');
const vm = require('node:vm');
const { loadBy } = require('../../bin/load.js');

const names = new Set(getAssetKeys());
// Files have a place in stacks only.
const home = path.dirname(process.execPath);

function compile(file) {
  const name = path.basename(file);
  const code = codeOf(process.argv[2], name);
  return new vm.Script(Module.wrap(getAsset(name, 'utf8')), {
    filename: file,
    cachedData: code === null ? undefined : Buffer.from(getRawAsset(code)),
  });
}

// Commands that nobody ran for it get the code of a scan, which has most.
function codeOf(command, name) {
  const found = [`code/${command}/${name}`, `code/scan/${name}`].find((one) => names.has(one));
  return found === undefined ? null : found;
}

loadBy(compile, path.join(home, 'kubetrue.cjs'));
