// What the build puts in (pack/app.mjs), and what esbuild lets be imported beside TypeScript.

/** The hashed names of the files made of plotly.js, and which trace types each group holds. */
declare const DASHI_PLOTLY: {
  names: Record<string, string>
  types: Record<string, string[]>
}

declare module '*.css'
