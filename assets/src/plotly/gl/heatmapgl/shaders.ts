// A heatmap as one triangle over the plot: each pixel looks up its brick along x and y, the brick's z, and z's color.

/*
 * alongX, alongY: for each pixel a brick (-1 for none), and the part of the next one
 * corner: the plot's lower left pixel
 * tile: first column and row, columns and rows of the texture's own cells
 * range: least z as hi and lo, 1 / (most - least)
 */
export const fragmentShader = `#version 300 es
precision highp float;
precision highp int;
uniform sampler2D alongX, alongY;
uniform sampler2D cells;
uniform sampler2D shades;
uniform ivec2 corner;
uniform ivec4 tile;
uniform vec3 range;
uniform bool smooth_;
out vec4 result;
vec4 shade(ivec2 cell) {
  float z = texelFetch(cells, min(cell, textureSize(cells, 0) - 1), 0).r;
  if ((floatBitsToUint(z) & 0x7f800000u) == 0x7f800000u) return vec4(0.);
  int last = textureSize(shades, 0).x - 1;
  float t = clamp(((z - range.x) - range.y) * range.z, 0., 1.);
  vec4 c = texelFetch(shades, ivec2(int(t * float(last) + .5), 0), 0);
  return vec4(c.rgb * c.a, c.a);
}
void main() {
  ivec2 pixel = ivec2(gl_FragCoord.xy) - corner;
  vec2 x = texelFetch(alongX, ivec2(pixel.x, 0), 0).rg;
  vec2 y = texelFetch(alongY, ivec2(pixel.y, 0), 0).rg;
  ivec2 cell = ivec2(x.r, y.r) - tile.xy;
  if (x.r < 0. || y.r < 0. || any(lessThan(cell, ivec2(0))) || any(greaterThanEqual(cell, tile.zw))) discard;
  if (smooth_) {
    vec4 below = mix(shade(cell), shade(cell + ivec2(1, 0)), x.g);
    vec4 above = mix(shade(cell + ivec2(0, 1)), shade(cell + ivec2(1, 1)), x.g);
    result = mix(below, above, y.g);
  } else result = shade(cell);
}`
