// obscenity with the transformers that it recommends for English: obscenity.mjs NODE_FOLDER WORDS < messages > ids
import {createRequire} from 'node:module';
import {readFileSync} from 'node:fs';
import {createInterface} from 'node:readline';

const [folder, wordsFile] = process.argv.slice(2);
const {RegExpMatcher, englishRecommendedTransformers, parseRawPattern} = createRequire(`${folder}/`)('obscenity');

// It collapses repeated letters of the text, of these beyond two, so patterns are to be written that way.
const collapse = (word) => word.replace(/([beolsg])\1{2,}/g, '$1$1').replace(/([^beolsg])\1+/gu, '$1');
const escape = (word) => word.replace(/[\\[\]?|]/g, '\\$&');
const atEdges = (word) => word.replace(/^(?=[a-z])/, '|').replace(/(?<=[a-z])$/, '|');

const words = readFileSync(wordsFile, 'utf8').split('\n').filter((word) => word !== '');
const matcher = new RegExpMatcher({
  ...englishRecommendedTransformers,
  blacklistedTerms: words.map((word, id) => ({id, pattern: parseRawPattern(atEdges(escape(collapse(word))))})),
});
for await (const line of createInterface({input: process.stdin, crlfDelay: Infinity})) {
  const {id, text} = JSON.parse(line);
  if (matcher.hasMatch(text)) console.log(id);
}
