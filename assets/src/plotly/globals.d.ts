// What the build puts in (pack/app.mjs), and what esbuild lets be imported beside TypeScript.

/** The hashed names of the files made of plotly.js, and of groups.mjs: the words of each group, what it stands on, what words bring. */
declare const DASHI_PLOTLY: {
  names: Record<string, string>
  types: Record<string, string[]>
  builtOn?: Record<string, string[]>
  also?: Record<string, string[]>
}

/** The hashed name of the file that React and ReactDOM are in. */
declare const DASHI_REACT: string

declare module '*.css'
