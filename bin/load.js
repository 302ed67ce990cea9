// Loads the program with the compiled code of earlier runs. Node's own compile cache keeps what was compiled when a file
// was loaded; this keeps what was compiled until the end of a run, which is most of it: docs/decisions/0012-start-up.md
// CommonJS and old syntax as the entry beside it.
'use strict';

const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const v8 = require('node:v8');
const vm = require('node:vm');

// V8 compiles again, optimised, what is called often, and most of that is ready only when a scan is over: without it a
// scan takes three quarters of the processor time and 15 MiB less. Nor does more memory for young objects pay: to ask the
// kernel for it takes as long as to clear it more often, and leaves 15 MiB more; nor to look for old rubbish, of which there
// is little. A run of so many milliseconds gets the quick one of V8's two compilers; only what takes seconds gains by the
// thorough one.
const LONG_RUN = 600;
const VERY_LONG_RUN = 4000;
const SHORT_RUN_FLAGS = [
  '--no-opt',
  '--no-maglev',
  '--invocation-count-for-feedback-allocation=100',
  '--semi-space-growth-factor=1',
  '--no-incremental-marking',
];
// As Node.js sets them: code that was kept under other flags is refused, which is the program's and that of Node's own modules.
const FLAGS_OF_NODE = [
  '--opt',
  '--maglev',
  '--invocation-count-for-feedback-allocation=8',
  '--semi-space-growth-factor=2',
  '--heap-growing-percent=0',
  '--incremental-marking',
];
const LONG_RUN_FLAGS = FLAGS_OF_NODE.filter((flag) => flag !== '--opt');
const VERY_LONG_RUN_FLAGS = ['--opt'];
// Many documents are parsed in one go, in which no timer gets its turn: the program says so (src/cli/much-to-read.ts).
// What a parser leaves of one is rubbish when the next begins, gigabytes in all. V8 answers by letting the memory for
// young objects grow to 64 MiB, and that for old ones to far more than is kept: smaller steps take a tenth more time.
const MUCH_TO_READ = 'kubetrue:much-to-read';
const MUCH_TO_READ_FLAGS = LONG_RUN_FLAGS.concat('--semi-space-growth-factor=1', '--heap-growing-percent=20');
const tuning = mayTune();
let now = [];
let always = [];

// Flags of V8 are no interface of Node: set only where they were tried, and never beside those of a user.
function mayTune() {
  const major = Number(process.versions.node.split('.')[0]);
  const tried = major >= 24 && major <= 26 && ['x64', 'arm64'].indexOf(process.arch) >= 0;
  return tried && process.execArgv.length === 0 && !process.env.NODE_OPTIONS;
}

function setFlags(flags) {
  if (!tuning) return;
  for (const flag of flags) v8.setFlagsFromString(flag);
}

function goOn(flags) {
  now = now.concat(flags, always);
  setFlags(now);
}

// To load code that was kept, and to keep it. A third of the time that Node's modules for HTTP and TLS take to load.
function underFlagsOfNode(work) {
  setFlags(FLAGS_OF_NODE);
  try {
    return work();
  } finally {
    setFlags(now);
  }
}

// Runs differ in what they need; after this many the code of most functions is known.
const GENERATIONS = 3;

/** @param directory where compiled code is kept, made when it is missing; null keeps none */
function load(entry, directory) {
  const cache = directory === null ? null : path.join(directory, process.version + '-' + process.arch);
  const unsaved = [];
  if (cache !== null) process.on('exit', () => underFlagsOfNode(() => unsaved.forEach(save)));
  return loadBy(compile, entry);

  function compile(file) {
    const source = Module.wrap(fs.readFileSync(file, 'utf8'));
    const kept = cache === null ? [] : generationsOf(cache, file);
    const last = kept.findLast((name) => fs.existsSync(name));
    const cachedData = last === undefined ? undefined : readOrNothing(last);
    const script = new vm.Script(source, { filename: file, cachedData });
    // V8 refuses code of another version of itself, or with other flags.
    const usable = cachedData !== undefined && !script.cachedDataRejected;
    const next = usable ? kept[kept.indexOf(last) + 1] : kept[0];
    if (next !== undefined) unsaved.push({ script, name: next, last });
    return script;
  }
}

/** @param compile makes a vm.Script of a file of the program; the single executable has one of its own */
function loadBy(compile, entry) {
  const loaded = new Map();
  const modules = new Map();
  goOn(SHORT_RUN_FLAGS);
  setTimeout(goOn, LONG_RUN, LONG_RUN_FLAGS).unref();
  setTimeout(goOn, VERY_LONG_RUN, VERY_LONG_RUN_FLAGS).unref();
  process.once(MUCH_TO_READ, () => {
    always = MUCH_TO_READ_FLAGS;
    goOn([]);
  });
  return loadFile(entry);

  function loadFile(file) {
    const known = loaded.get(file);
    if (known !== undefined) return known.exports;
    const module_ = { exports: {} };
    loaded.set(file, module_);
    const script = underFlagsOfNode(() => compile(file));
    script
      .runInThisContext()
      .call(module_.exports, module_.exports, requireFrom(file), module_, file, path.dirname(file));
    return module_.exports;
  }

  // Files of the program need each other and what Node brings, nothing else.
  function requireFrom(file) {
    return (id) => (id.startsWith('./') ? loadFile(path.join(path.dirname(file), id)) : loadNode(id));
  }

  function loadNode(id) {
    if (!modules.has(id))
      modules.set(
        id,
        underFlagsOfNode(() => require(id)),
      );
    return modules.get(id);
  }
}

// V8 looks no closer at the source than at its length.
function generationsOf(cache, file) {
  const { size, mtimeMs } = fs.statSync(file);
  const name = path.join(cache, [path.basename(file), size, Math.trunc(mtimeMs)].join('-'));
  return Array.from({ length: GENERATIONS }, (_, index) => name + '.' + index);
}

function readOrNothing(name) {
  try {
    return fs.readFileSync(name);
  } catch {
    return undefined;
  }
}

// Whole or not at all, also when the power fails: V8 trusts what it reads here. Without it the next run is slower.
function save({ script, name, last }) {
  const fresh = name + '.' + process.pid;
  try {
    fs.mkdirSync(path.dirname(name), { recursive: true, mode: 0o700 });
    const handle = fs.openSync(fresh, 'wx', 0o600);
    try {
      fs.writeFileSync(handle, script.createCachedData());
      fs.fsyncSync(handle);
    } finally {
      fs.closeSync(handle);
    }
    fs.renameSync(fresh, name);
    if (last !== undefined && last !== name) fs.rmSync(last, { force: true });
  } catch {
    removeIfPossible(fresh);
  }
}

// Where nothing may be written, nothing may be removed either.
function removeIfPossible(file) {
  try {
    fs.rmSync(file, { force: true });
  } catch {}
}

module.exports = { load, loadBy, FLAGS_OF_NODE };
