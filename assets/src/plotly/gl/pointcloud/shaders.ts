// Points as point sprites: one vertex for each, its size in pixels, its outline cut by the fragment shader.

import { placeGLSL } from '../place'

/** Places of the attributes. Positions come as hi and lo; what a trace does not need is a constant. */
export const attributes = { xHi: 0, xLo: 1, yHi: 2, yLo: 3, value: 4, color: 5, chosen: 6 } as const

/*
 * ux, uy, reciprocals: see place.ts. Comments stand here because they would be sent.
 * range: least value as hi and lo, 1 / (most - least)
 * coloring: 0 one color, 1 by value, 2 a color for each
 * one, other: the one color; that of values that are no number
 * want: -1 all points; else those whose chosen is the same
 * size: diameter in device pixels
 */
export const vertexShader = `#version 300 es
precision highp float;
layout(location = 0) in float xHi;
layout(location = 1) in float xLo;
layout(location = 2) in float yHi;
layout(location = 3) in float yLo;
layout(location = 4) in float value;
layout(location = 5) in vec4 color;
layout(location = 6) in float chosen;
uniform vec4 ux, uy;
uniform vec2 reciprocals;
uniform vec3 range;
uniform int coloring;
uniform vec4 one, other;
uniform float want;
uniform float size;
uniform sampler2D shades;
flat out vec4 fill;
${placeGLSL}
void main() {
  vec2 at = vec2(place(xHi, xLo, ux, reciprocals.x), place(yHi, yLo, uy, reciprocals.y));
  bool out_ = want >= 0. && abs(chosen - want) > .5;
  gl_Position = out_ ? vec4(9., 9., 0., 1.) : vec4(at, 0., 1.);
  gl_PointSize = size + 1.;
  fill = one;
  if (coloring == 2) fill = color;
  if (coloring == 1) {
    int last = textureSize(shades, 0).x - 1;
    float t = clamp(((value - range.x) - range.y) * range.z, 0., 1.);
    fill = gone(value) ? other : texelFetch(shades, ivec2(int(t * float(last) + .5), 0), 0);
  }
}`

/* edge: the border's color. inner: the radius at which it begins. */
export const fragmentShader = `#version 300 es
precision highp float;
flat in vec4 fill;
uniform vec4 edge;
uniform float size;
uniform float inner;
uniform float opacity;
uniform bool square;
out vec4 result;
void main() {
  vec2 p = abs((gl_PointCoord - .5) * (size + 1.));
  float d = square ? max(p.x, p.y) : length(p);
  float cover = clamp(size * .5 - d + .5, 0., 1.);
  if (cover <= 0.) discard;
  vec4 c = inner < size * .5 ? mix(edge, fill, clamp(inner - d + .5, 0., 1.)) : fill;
  float alpha = c.a * opacity * cover;
  result = vec4(c.rgb * alpha, alpha);
}`
