// obscenity: a regular expression for each word, tried one after the other on the text, which JavaScript lower-cases
// faster than obscenity's own transformer and in all scripts.
// The contract is in ../README.md.
import {closeSync, openSync, readFileSync, readSync, writeSync} from 'node:fs';
import {RegExpMatcher, parseRawPattern} from 'obscenity';

const BLOCK = 1 << 16;

function* lines(file) {
  const descriptor = openSync(file, 'r');
  const block = Buffer.alloc(BLOCK);
  const decoder = new TextDecoder();
  let rest = '';
  for (let size; (size = readSync(descriptor, block, 0, BLOCK, null)) > 0; ) {
    const pieces = (rest + decoder.decode(block.subarray(0, size), {stream: true})).split('\n');
    rest = pieces.pop();
    yield* pieces;
  }
  closeSync(descriptor);
}

const escape = (word) => word.replace(/[\\[\]?|]/g, '\\$&');  // what obscenity's patterns give a meaning

const [wordsFile, messagesFile, answersFile, option] = process.argv.slice(2);
const view = option === '--folded' ? (text) => text : (text) => text.toLowerCase();
const words = readFileSync(wordsFile, 'utf8').split('\n').filter((word) => word !== '');
const matcher = new RegExpMatcher({
  blacklistedTerms: words.map((word, id) => ({id, pattern: parseRawPattern(escape(view(word)))})),
});

const cpu = process.cpuUsage();
const begin = performance.now();
const answers = openSync(answersFile, 'w');
let output = '';
let messages = 0;
let flagged = 0;
for (const line of lines(messagesFile)) {
  const {id, text} = JSON.parse(line);
  const isFlagged = matcher.hasMatch(view(text));
  output += `{"id":"${id}","flagged":${isFlagged}}\n`;
  if (output.length > BLOCK) {
    writeSync(answers, output);
    output = '';
  }
  messages++;
  flagged += isFlagged;
}
writeSync(answers, output);
closeSync(answers);
const {user, system} = process.cpuUsage(cpu);
console.log(JSON.stringify({
  messages,
  flagged,
  cpu_seconds: (user + system) / 1e6,
  wall_seconds: (performance.now() - begin) / 1e3,
}));
