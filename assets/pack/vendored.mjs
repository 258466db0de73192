// Code that publishers have bundled into the packages we take, which esbuild therefore does not see.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Folders of packages whose code comes in as a file, or within the files of maplibre-gl or React. */
export function bundledFolders(root) {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'node_modules/maplibre-gl/package.json'), 'utf8'))
  const within = Object.keys(dependencies).filter((name) => !name.startsWith('@types/'))
  const folders = ['mathjax', 'plotly.js', 'maplibre-gl', 'react', 'react-dom', 'scheduler', ...within].map((name) =>
    join('node_modules', name),
  )
  for (const folder of folders) {
    if (!existsSync(join(root, folder))) throw new Error(`licences: ${folder} is not installed`)
  }
  return folders
}

/** What the packages of gl3d (plotly.js/stackgl_modules) state, by the lock file that their bundle was made from. */
function stackgl(root) {
  const lock = JSON.parse(readFileSync(join(root, 'node_modules/plotly.js/stackgl_modules/package-lock.json'), 'utf8'))
  const rows = Object.entries(lock.packages)
    .filter(([path, { dev }]) => path && !dev)
    .map(([path, { version, license }]) => {
      return `${path.replace(/^.*node_modules\//, '')} ${version} (${license ?? 'licence not stated in the lock file'})`
    })
  return [...new Set(rows)].sort().join(', ')
}

export function vendored(root) {
  return `## Bundled by others inside those packages

- **plotly.js**, folder stackgl_modules (in plotly-gl3d.js), made by its publishers from: ${stackgl(root)}. Most are by
  Mikola Lysenko and contributors. Some of the list are build tools, whose code is not in the bundle.
- **plotly.js**, the outlines in topojson-…/: made from geodata of the United Nations (coastlines, countries, land, ocean) and
  of Natural Earth (lakes, rivers, subunits; public domain).
- **mathjax**, es5/tex-svg.js: speech-rule-engine (Apache-2.0), mj-context-menu (Apache-2.0), wicked-good-xpath (MIT),
  xmldom-sre (MIT). dashi has changed the file: the styles of MathJax's menu, which dashi switches off, are not written.
- **maplibre-gl**: the packages it depends on are listed above; their code is in its files, and in the worker that plotly.js
  carries.`
}
