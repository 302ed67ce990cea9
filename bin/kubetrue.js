#!/usr/bin/env node
// Entry point. CommonJS and old syntax on purpose: an outdated Node must get as far as the message below.
'use strict';

const fs = require('node:fs');
const path = require('node:path');

const home = path.join(__dirname, '..');
const entry = path.join(home, 'dist', 'kubetrue.cjs');

if (isNewEnough(process.versions.node)) start();
else handOver();

function isNewEnough(version) {
  const parts = version.split('.').map(Number);
  return parts[0] > 24 || (parts[0] === 24 && parts[1] >= 15);
}

function start() {
  if (!fs.existsSync(entry)) {
    return stop(
      'the program is not built (dist/kubetrue.cjs is missing).',
      fs.existsSync(path.join(home, 'tools', 'build.ts'))
        ? 'Run `npm ci` without --ignore-scripts, or `npm rebuild && npm run build`.'
        : 'The installed package is incomplete: install kubetrue again.',
    );
  }
  require('./load.js').load(entry, mayCache() ? cacheOf(process.argv[2]) : null);
}

// One per command: what is kept are the functions that its first runs used.
function cacheOf(command) {
  const name = /^[a-z]+$/.test(command || '') ? command : 'other';
  return path.join(home, 'dist', '.compile-cache', name);
}

// Compiled code is kept beside the code itself, so that it is trusted exactly as much. Not when it belongs to
// somebody else (root must leave no files in a user's checkout), and not inside a tree that is being judged.
function mayCache() {
  if (!process.getuid || fs.statSync(path.dirname(entry)).uid !== process.getuid()) return false;
  return process.argv.every((word, index) => {
    const value = word.startsWith('--root=')
      ? word.slice(7)
      : word === '--root'
        ? process.argv[index + 1]
        : undefined;
    return value === undefined || path.relative(realPath(value), fs.realpathSync(home)).startsWith('..');
  });
}

function realPath(value) {
  try {
    return fs.realpathSync(value);
  } catch {
    return path.resolve(value);
  }
}

// A checkout brings its own Node as a development dependency; use it when the one on PATH is too old.
function handOver() {
  const own = path.join(home, 'node_modules', 'node', 'bin', 'node');
  if (fs.existsSync(own) && !process.env.KUBETRUE_HANDED_OVER) {
    const environment = Object.assign({}, process.env, { KUBETRUE_HANDED_OVER: '1' });
    const result = require('node:child_process').spawnSync(own, [__filename].concat(process.argv.slice(2)), {
      stdio: 'inherit',
      env: environment,
    });
    if (result.signal) process.kill(process.pid, result.signal);
    if (!result.error) process.exit(result.status);
  }
  stop(
    'needs Node.js 24.15 or later; this is ' + process.versions.node + '.',
    'Install a current Node.js, or in a checkout run `npm ci` without --ignore-scripts (it brings its own).',
  );
}

function stop(problem, hint) {
  process.stderr.write('kubetrue: ' + problem + '\n  hint: ' + hint + '\n');
  process.exitCode = 2;
}
