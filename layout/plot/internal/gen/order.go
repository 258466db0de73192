package main

import (
	"slices"
	"strings"
)

// first are the attributes that stand before the others, which follow by the alphabet.
var first = strings.Fields(`
	type x y z xy u v w i j k a b c real imag r theta lon lat geojson locations labels values parents dimensions node link
	open high low close q1 median q3 value text title font xaxis xaxis2 xaxis3 xaxis4 yaxis yaxis2 yaxis3 yaxis4 zaxis
	x0 x1 dx y0 y1 dy mode orientation color colors size width height dash symbol marker line fill fillcolor name visible opacity
`)

// last are the attributes that stand behind all others: those every trace has.
var last = strings.Fields(`
	hovertext hoverinfo hovertemplate hovertemplatefallback hoverlabel customdata ids meta showlegend legend legendgroup
	legendgrouptitle legendrank legendwidth selectedpoints selected unselected uid uirevision
`)

func rank(attribute string) int {
	if i := slices.Index(first, attribute); i >= 0 {
		return i
	}
	if i := slices.Index(last, attribute); i >= 0 {
		return len(first) + 1 + i
	}
	return len(first)
}
