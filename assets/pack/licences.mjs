// Writes THIRD_PARTY.md: every npm package whose code is in dist, with version, licence and licence text.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { bundledFolders, vendored } from './vendored.mjs'

export function thirdParty(root, metafiles) {
  const folders = new Set(bundledFolders(root))
  for (const { outputs } of metafiles) {
    for (const { inputs } of Object.values(outputs)) {
      for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
        const folder = bytesInOutput > 0 && packageFolder(root, path.replace(/^[a-z-]+:(?=node_modules)/, ''))
        if (folder) folders.add(folder)
      }
    }
  }
  const packages = new Map()
  for (const folder of [...folders].sort()) {
    const facts = describe(root, folder)
    packages.set(`${facts.name} ${facts.version}`, facts)
  }
  return page(
    vendored(root),
    [...packages.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)),
  )
}

/** The folder below node_modules that holds the package.json with a name and a version above this file. */
function packageFolder(root, path) {
  if (!path.includes('node_modules/')) return undefined
  for (let folder = dirname(path); folder.includes('node_modules/'); folder = dirname(folder)) {
    const file = join(root, folder, 'package.json')
    if (!existsSync(file)) continue
    const { name, version } = JSON.parse(readFileSync(file, 'utf8'))
    if (name && version) return folder
  }
  throw new Error(`licences: ${path} belongs to no package`)
}

function describe(root, folder) {
  const { name, version, license, licenses, author, contributors } = JSON.parse(
    readFileSync(join(root, folder, 'package.json'), 'utf8'),
  )
  const file = readdirSync(join(root, folder))
    .sort()
    .find((entry) => /^(licen[cs]e|copying|unlicense)/i.test(entry))
  const text =
    file &&
    readFileSync(join(root, folder, file), 'utf8')
      .replaceAll('\r\n', '\n')
      .trim()
  const licence = nameOf(license ?? licenses)
  if (!licence && !text) throw new Error(`licences: ${name} states no licence`)
  return { name, version, licence: licence ?? 'see text', text, author: personOf(author ?? contributors?.[0]) }
}

const nameOf = (field) => (Array.isArray(field) ? field.map(nameOf).join(' or ') : (field?.type ?? field))
const personOf = (person) => (typeof person === 'object' ? person?.name : person?.replace(/\s*[<(].*/, ''))

function page(inside, packages) {
  const rows = packages.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`)
  const texts = packages.map(
    ({ name, version, licence, text, author }) =>
      `## ${name} ${version}\n\n${text ? fence(text) : `${licence}. Copyright ${author ?? `the authors of ${name}`}. (The package carries no licence file.)`}\n`,
  )
  return `# Third-party software in dist

Written by build.mjs from what the bundler put into dist; do not edit. dashi itself is MIT, see LICENSE.

| package | version | licence |
|---|---|---|
${rows.join('\n')}

${inside}

${texts.join('\n')}`
}

const fence = (text) => `\`\`\`\`text\n${text}\n\`\`\`\``
