// Whether this browser can draw pointcloud and heatmapgl. Stands alone, so that who only wants to know loads nothing else.

let known: boolean | undefined

/**
 * glSupported tells whether there is WebGL2. The first call makes a context and gives it back at once; later calls cost nothing.
 * Where it is false, pointcloud and heatmapgl show a sentence in place of their picture; scatter and heatmap draw the same without
 * WebGL.
 */
export function glSupported(): boolean {
  known ??= probe()
  return known
}

function probe(): boolean {
  if (typeof document === 'undefined' || typeof WebGL2RenderingContext === 'undefined') return false
  const gl = document.createElement('canvas').getContext('webgl2')
  gl?.getExtension('WEBGL_lose_context')?.loseContext()
  return gl !== null
}
