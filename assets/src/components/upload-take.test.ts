import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { fill, plain, sizeText } from './upload-labels'
import { accepts, chosen, dropped, sift, willReject } from './upload-take'

const found = (name: string, size = 1, type = '') => ({ name, file: new File(['x'.repeat(size)], name, { type }) })

describe('what an Upload takes', () => {
  const cases: [accept: string | undefined, name: string, type: string, taken: boolean][] = [
    [undefined, 'a.exe', '', true],
    ['', 'a.exe', '', true],
    ['.csv', 'A.CSV', '', true],
    ['.CSV', 'a.csv', '', true],
    ['.csv', 'a.csv.exe', '', false],
    ['.csv, image/*', 'a', 'image/png', true],
    ['image/*', 'a.png', '', false],
    ['image/*', 'a', 'imagex/png', false],
    ['text/csv', 'a', 'text/csv;charset=utf-8', true],
    ['text/csv', 'a', 'text/csvx', false],
    ['*/*', 'a', '', true],
  ]
  for (const [accept, name, type, taken] of cases) {
    it(`${accept}: ${name} ${type} is ${taken ? '' : 'not '}taken`, () => {
      assert.equal(accepts(accept, name, type), taken)
    })
  }

  it('is told by size and number', () => {
    const files = [found('a', 5), found('b', 11), found('c', 1), found('d', 5)]
    assert.deepEqual(
      sift({ max_size: 10, min_size: 2, multiple: true }, files).rejected.map(
        ({ name, reason }) => `${name} ${reason}`,
      ),
      ['b too_large', 'c too_small'],
    )
    const one = sift({}, files)
    assert.deepEqual(
      one.taken.map(({ name }) => name),
      ['a'],
    )
    assert.deepEqual(
      one.rejected.map(({ reason }) => reason),
      ['only_one', 'only_one', 'only_one'],
    )
    assert.equal(sift({ max_size: 0 }, [found('a', 1)]).taken.length, 0, 'zero is a bound')
    assert.equal(sift({ max_size: -1 }, [found('a', 1)]).taken.length, 1)
  })

  it('is foretold while it is dragged, as far as the browser tells', () => {
    assert.equal(willReject({}, ['', '']), true, 'one only')
    assert.equal(willReject({ multiple: true }, ['', '']), false)
    assert.equal(willReject({ accept: 'image/*' }, ['text/plain']), true)
    assert.equal(willReject({ accept: 'image/*' }, ['']), false, 'nobody knows')
    assert.equal(willReject({ accept: 'image/*, .csv' }, ['text/csv']), false, 'extensions are not told')
  })

  it('has the names of folders before it', () => {
    const file = Object.assign(new File([''], 'x.csv'), { webkitRelativePath: 'a/b/x.csv' })
    assert.deepEqual(
      chosen([file, new File([''], 'y')] as unknown as FileList).map(({ name }) => name),
      ['a/b/x.csv', 'y'],
    )
    assert.deepEqual(chosen(null), [])
  })
})

const fileEntry = (path: string) => ({
  isDirectory: false,
  fullPath: path,
  file: (give: (file: File) => void) => give(new File(['x'], path.split('/').pop() ?? '')),
})

function folderEntry(name: string, ...batches: unknown[][]) {
  const left = [...batches, []]
  return {
    isDirectory: true,
    name,
    createReader: () => ({ readEntries: (give: (e: unknown) => void) => give(left.shift()) }),
  }
}

const data = (...entries: { isDirectory: boolean; fullPath?: string }[]) =>
  ({
    items: [
      { kind: 'string', webkitGetAsEntry: () => null, getAsFile: () => null },
      ...entries.map((entry) => ({
        kind: 'file',
        webkitGetAsEntry: () => entry,
        getAsFile: () => new File(['x'], entry.fullPath?.slice(1) ?? 'folder'),
      })),
    ],
  }) as unknown as DataTransfer

describe('what is dropped', () => {
  it('gives all files below a folder, however many', async () => {
    const deep = folderEntry('deep', [fileEntry('/top/deep/c')])
    const top = folderEntry('top', [fileEntry('/top/a')], [fileEntry('/top/b'), deep])
    const { found, refused } = await dropped(data(top, fileEntry('/z')), true)
    assert.deepEqual(
      found.map(({ name }) => name),
      ['top/a', 'top/b', 'top/deep/c', 'z'],
    )
    assert.deepEqual(refused, [])
  })

  it('names folders that are not wanted', async () => {
    const { found, refused } = await dropped(data(folderEntry('top'), fileEntry('/z')), false)
    assert.deepEqual(
      found.map(({ name }) => name),
      ['z'],
    )
    assert.deepEqual(refused, ['top'])
  })
})

describe('labels', () => {
  it('say sizes as people do', () => {
    for (const [bytes, text] of [
      [0, '0 B'],
      [999, '999 B'],
      [1000, '1.0 kB'],
      [4_200_000, '4.2 MB'],
      [150_000_000, '150 MB'],
      [999_600, '1.0 MB'],
      [2 ** 31, '2.1 GB'],
    ] as const)
      assert.equal(sizeText(bytes), text)
  })

  it('hold names without what turns them round', () => {
    assert.equal(plain('\u202Egpj.exe\u0000\u200B\u2028'), 'gpj.exe')
    assert.equal(plain('日本 ü.csv'), '日本 ü.csv')
  })

  it('hold names as they are', () => {
    assert.equal(fill('Cancel {name}, {name}', { name: '$& {size}' }), 'Cancel $& {size}, $& {size}')
    assert.equal(fill('Over {size}', { size: '1 B' }), 'Over 1 B')
  })
})
