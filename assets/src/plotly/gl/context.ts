// The one WebGL2 context of the page. Browsers give about 16 and take the oldest away when there are more, so graphs do not have
// their own: each draws here in turn and keeps a copy of the picture.

export interface Shared {
  canvas: HTMLCanvasElement
  gl: WebGL2RenderingContext
  /** Counts the times the context came back after it was lost; what was made before is gone. */
  generation: number
  /** program compiles once and returns the program with the places of its uniforms. */
  program(vertex: string, fragment: string): Program
}

export interface Program {
  handle: WebGLProgram
  at(uniform: string): WebGLUniformLocation | null
}

let made: Shared | undefined
let tried = false
const waiting = new Set<() => void>()

/** sharedContext is the page's context, or undefined where there is none or it is lost at the moment. */
export function sharedContext(): Shared | undefined {
  if (!tried) {
    tried = true
    made = create()
  }
  return made?.gl.isContextLost() ? undefined : made
}

/** hasContext tells whether the page has a context at all; a lost one counts, for it comes back. */
export const hasContext = () => sharedContext() !== undefined || made !== undefined

/** onRestored calls the function each time the context is back, until what it returns is called. */
export function onRestored(redraw: () => void): () => void {
  waiting.add(redraw)
  return () => waiting.delete(redraw)
}

function create(): Shared | undefined {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = 1
  // What is drawn stays until it is copied, which may be frames later.
  const gl = canvas.getContext('webgl2', { antialias: false, depth: false, preserveDrawingBuffer: true })
  if (!gl) return undefined
  let programs = new Map<string, Program>()
  const shared: Shared = {
    canvas,
    gl,
    generation: 0,
    program(vertex, fragment) {
      const known = programs.get(fragment)
      if (known) return known
      const program = compile(gl, vertex, fragment)
      programs.set(fragment, program)
      return program
    },
  }
  // Without preventDefault a lost context does not come back.
  canvas.addEventListener('webglcontextlost', (event) => event.preventDefault())
  canvas.addEventListener('webglcontextrestored', () => {
    shared.generation++
    programs = new Map()
    for (const redraw of [...waiting]) redraw()
  })
  return shared
}

function compile(gl: WebGL2RenderingContext, vertex: string, fragment: string): Program {
  const handle = gl.createProgram()
  for (const [kind, source] of [
    [gl.VERTEX_SHADER, vertex],
    [gl.FRAGMENT_SHADER, fragment],
  ] as const) {
    const shader = gl.createShader(kind) as WebGLShader
    gl.shaderSource(shader, source)
    gl.compileShader(shader)
    gl.attachShader(handle, shader)
    gl.deleteShader(shader)
  }
  gl.linkProgram(handle)
  const places = new Map<string, WebGLUniformLocation | null>()
  return {
    handle,
    at(uniform) {
      if (!places.has(uniform)) places.set(uniform, gl.getUniformLocation(handle, uniform))
      return places.get(uniform) ?? null
    },
  }
}

/** fit makes the drawing area at least so large. It only grows: graphs of different sizes would else make it anew at each turn. */
export function fit({ canvas }: Shared, width: number, height: number): void {
  if (canvas.width < width) canvas.width = width
  if (canvas.height < height) canvas.height = height
}

/** shrink gives the drawing area back, when no graph is left. */
export function shrink(): void {
  if (made) made.canvas.width = made.canvas.height = 1
}
