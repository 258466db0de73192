// Colors as bytes for textures and buffers.

export type RGBA = readonly number[]
export type Parse = (color: string) => RGBA

/** Texels of a color map: more than the 256 shades a screen has of one color, so that steps in a scale stand where they should. */
export const shades = 1024

const maps = new WeakMap<object, [Uint8Array | undefined, Uint8Array | undefined]>()

/** colorMap is a color scale sampled evenly, 4 bytes for each shade, red first, not premultiplied. */
export function colorMap(scale: readonly (readonly [number, string])[], reversed: boolean, parse: Parse): Uint8Array {
  const known = maps.get(scale) ?? [undefined, undefined]
  maps.set(scale, known)
  const side = reversed ? 1 : 0
  known[side] ??= sample(reversed ? scale.map(([at, color]) => [1 - at, color] as const).reverse() : scale, parse)
  return known[side]
}

function sample(scale: readonly (readonly [number, string])[], parse: Parse): Uint8Array {
  const stops = scale.map(([at, color]) => ({ at, color: bytes(parse(color)) }))
  const out = new Uint8Array(4 * shades)
  let right = 0
  for (let i = 0; i < shades; i++) {
    const t = i / (shades - 1)
    while (right < stops.length - 1 && (stops[right]?.at ?? 1) < t) right++
    const [b, a] = [stops[right], stops[Math.max(0, right - 1)]]
    if (!a || !b) break
    const part = b.at > a.at ? Math.min(1, Math.max(0, (t - a.at) / (b.at - a.at))) : 1
    for (let k = 0; k < 4; k++) {
      out[4 * i + k] = Math.round((a.color[k] ?? 0) * (1 - part) + (b.color[k] ?? 0) * part)
    }
  }
  return out
}

const bytes = (color: RGBA) => [color[0] ?? 0, color[1] ?? 0, color[2] ?? 0, 255 * (color[3] ?? 1)]

/** colorBytes is a list of colors, 4 bytes for each; what is no color is `other`. Figures repeat few colors, so each is parsed once. */
export function colorBytes(colors: ArrayLike<unknown>, count: number, other: string, parse: Parse): Uint8Array {
  const out = new Uint8Array(4 * count)
  const seen = new Map<unknown, readonly number[]>()
  for (let i = 0; i < count; i++) {
    const color = colors[i]
    let four = seen.get(color)
    if (!four) {
      four = bytes(parse(typeof color === 'string' ? color : other)).map(Math.round)
      if (seen.size < 4096) seen.set(color, four)
    }
    out.set(four, 4 * i)
  }
  return out
}
