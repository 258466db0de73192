import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withoutDescriptions } from '../../pack/descriptions.mjs'

const tables: [title: string, source: string, want: string][] = [
  ['a text', "{ a: 1, description: 'b', c: 2 }", '{ a: 1,  c: 2 }'],
  ['the last of an object', '{a:1,description:"b"}', '{a:1,}'],
  ['the only one', '{description: `b`}', '{}'],
  ['texts that are joined', "{description: ['a', 'b, }'].join(' '), c: 2}", '{ c: 2}'],
  ['texts that are added', "{description: 'a' + x.y + ('b'), c: 2}", '{ c: 2}'],
  ['what a function makes', "{description: f('a', {b: 'c'}), c: 2}", '{ c: 2}'],
  ['a quote in a text', "{description: 'it\\'s }', c: 2}", '{ c: 2}'],
  ['a comment with a quote', "{description: [ // it's\n'a' /* } */], c: 2}", '{ c: 2}'],
  ['after a comment', "{a: 1, // it is\n description: 'b'}", '{a: 1, // it is\n }'],
  ['several', "{description: 'a', x: {description: 'b'}}", '{ x: {}}'],
  ['an attribute of that name', "{description: {valType: 'string'}}", "{description: {valType: 'string'}}"],
  ['a variable', "const description = 'a'", "const description = 'a'"],
  ['a property of something', "a.description = x ? 'b' : 'c'", "a.description = x ? 'b' : 'c'"],
  ['another word', "{ xdescription: 'a' }", "{ xdescription: 'a' }"],
  ['a word in a text', "['the description: long']", "['the description: long']"],
]

for (const [title, source, want] of tables) {
  test(`descriptions: ${title}`, () => assert.equal(withoutDescriptions(source), want))
}

test('a value whose end cannot be told is no guess', () => {
  assert.throws(() => withoutDescriptions("{description: 'a' / 2}", 'x.js'), /x\.js: cannot tell/)
  assert.throws(() => withoutDescriptions("{description: ['a'", 'x.js'), /x\.js: cannot tell/)
})
