import { measure } from './rounds.ts';

// Run inside a node, whose processes only a process of the node can measure: commands and rounds as JSON in, runs out.
const [commands = '{}', rounds = '1'] = process.argv.slice(2);
console.log(JSON.stringify(await measure(JSON.parse(commands), Number(rounds))));
