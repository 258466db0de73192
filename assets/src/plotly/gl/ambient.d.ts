// The modules of plotly.js that our trace types are made of, typed as far as we use them. plotly.js publishes no types for them.

type Dict = Record<string, unknown>
type Attributes = Record<string, unknown>
type Coerce = (attribute: string, fallback?: unknown) => unknown

declare module 'plotly.js/src/lib' {
  const Lib: {
    coerce(from: Dict, to: Dict, attributes: Attributes, attribute: string, fallback?: unknown): unknown
    extendFlat<T extends object>(...parts: T[]): T
    isArrayOrTypedArray(value: unknown): value is ArrayLike<unknown>
    isTypedArray(value: unknown): boolean
    fillText(point: Dict, trace: Dict, into: Dict): void
    coerceSelectionMarkerOpacity(trace: Dict, coerce: Coerce): void
  }
  export default Lib
}

declare module 'plotly.js/src/registry' {
  const Registry: { getComponentMethod(component: string, method: string): (...args: unknown[]) => void }
  export default Registry
}

declare module 'plotly.js/src/plots/cartesian' {
  const Cartesian: Dict
  export default Cartesian
}

declare module 'plotly.js/src/plots/cartesian/axes' {
  const Axes: {
    getFromId(graph: unknown, id: string): unknown
    findExtremes(axis: unknown, data: ArrayLike<number>, options?: Dict): unknown
    tickText(axis: unknown, value: unknown, mode: string): { text: string }
  }
  export default Axes
}

declare module 'plotly.js/src/plots/cartesian/axis_format_attributes' {
  const formats: { axisHoverFormat(letter: string, noDates?: boolean): Attributes }
  export default formats
}

declare module 'plotly.js/src/plots/template_attributes' {
  const templates: { hovertemplateAttrs(): Attributes; templatefallbackAttrs(): Attributes }
  export default templates
}

declare module 'plotly.js/src/plots/attributes' {
  const attributes: Record<string, Attributes>
  export default attributes
}

declare module 'plotly.js/src/traces/scatter/attributes' {
  const attributes: Record<string, Attributes> & {
    selected: { marker: Attributes }
    unselected: { marker: Attributes }
  }
  export default attributes
}

declare module 'plotly.js/src/traces/scatter/get_trace_color' {
  export default function getTraceColor(trace: Dict, point: Dict): string
}

declare module 'plotly.js/src/components/color' {
  const Color: { rgbaArray(color: string): number[]; defaultLine: string }
  export default Color
}

declare module 'plotly.js/src/components/drawing' {
  const Drawing: { tryColorscale(marker: Dict, prefix: string): (value: unknown) => unknown }
  export default Drawing
}

declare module 'plotly.js/src/components/colorscale/attributes' {
  export default function colorscaleAttributes(context: string, options: Dict): Attributes
}

declare module 'plotly.js/src/components/colorscale/defaults' {
  export default function colorscaleDefaults(
    from: Dict,
    to: Dict,
    layout: Dict,
    coerce: Coerce,
    options: { prefix: string; cLetter: string },
  ): void
}

declare module 'plotly.js/src/components/colorscale/calc' {
  export default function colorscaleCalc(
    graph: unknown,
    trace: Dict,
    options: { vals: ArrayLike<number>; containerStr: string; cLetter: string },
  ): void
}

declare module 'plotly.js/src/components/colorscale/helpers' {
  const helpers: {
    hasColorscale(trace: Dict, container?: string): boolean
    extractOpts(container: Dict): {
      min: number
      max: number
      colorscale: [number, string][]
      reversescale: boolean
    }
  }
  export default helpers
}

declare module 'plotly.js/src/components/fx' {
  const Fx: { inbox(from: number, to: number, passed: number): number }
  export default Fx
}
