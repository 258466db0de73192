package app

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"
)

// piece is a part of an answer: some text, the beginning of a chart, or a point of it.
type piece struct {
	text   string
	begins bool
	point  *planet
}

// topic is a kind of question, told by words that are in it.
type topic struct {
	words  []string
	answer func(yield func(piece) bool)
}

var topics = []topic{
	{[]string{"size", "large", "big", "diameter", "small"}, sizes},
	{[]string{"year", "orbit", "far", "distance", "kepler", "chart", "plot"}, orbits},
	{[]string{"code", "program", "compute", "golang"}, code},
	{[]string{"moon"}, moons},
}

// reply answers a question, bit by bit. The same question always has the same answer.
func reply(question string) iter.Seq[piece] {
	asked := strings.ToLower(question) + " "
	for _, p := range planets {
		if strings.Contains(asked, strings.ToLower(p.name)) {
			return spoken("**%s** is %s km across and %v times as far from the sun as the earth is. A year there is %v of ours, and it has %s.\n\n%s",
				p.name, grouped(p.diameter), p.distance, p.year, counted(p.moons), p.note)
		}
	}
	for _, t := range topics {
		if slices.ContainsFunc(t.words, func(word string) bool { return strings.Contains(asked, word) }) {
			return t.answer
		}
	}
	return spoken("I know little, but of the planets: their **sizes**, their **moons**, how **far** away they are and how long their **years** last, " +
		"and the **code** for that. Or name one of them.")
}

// spoken is a text, word by word.
func spoken(format string, args ...any) iter.Seq[piece] {
	return func(yield func(piece) bool) { say(yield, format, args...) }
}

// say yields a text word by word, and is false where nobody listens any more.
func say(yield func(piece) bool, format string, args ...any) bool {
	for word := range strings.SplitAfterSeq(fmt.Sprintf(format, args...), " ") {
		if !yield(piece{text: word}) {
			return false
		}
	}
	return true
}

func sizes(yield func(piece) bool) {
	order := slices.SortedFunc(slices.Values(planets), func(a, b planet) int { return cmp.Compare(b.diameter, a.diameter) })
	if !say(yield, "From the largest to the smallest:\n\n| Planet | Diameter | Earths |\n| :-- | --: | --: |\n") {
		return
	}
	for _, p := range order {
		if !say(yield, "| %s | %s km | %.2f |\n", p.name, grouped(p.diameter), float64(p.diameter)/12756) {
			return
		}
	}
	say(yield, "\nFour small ones of rock, and four large ones of gas and ice. Into *%s* the others would fit, all of them.", order[0].name)
}

func moons(yield func(piece) bool) {
	if !say(yield, "Moons are counted anew every few years. At present there are:\n\n") {
		return
	}
	total := 0
	for _, p := range planets {
		total += p.moons
		if !say(yield, "- %s: %s\n", p.name, counted(p.moons)) {
			return
		}
	}
	say(yield, "\nThat makes **%d**, and most of them are smaller than a town.", total)
}

func orbits(yield func(piece) bool) {
	if !say(yield, "The farther a planet is, the longer its year. Here they come, from the inside out, on axes of logarithms:\n\n") ||
		!yield(piece{begins: true}) {
		return
	}
	for _, p := range planets {
		if !yield(piece{point: &p}) || !say(yield, "%s, ", p.name) {
			return
		}
	}
	say(yield, "all on one line. That is Kepler's third law: the **square** of the year is the **cube** of the distance, $T^2 = a^3$, "+
		"with years of ours and distances of ours.")
}

const program = `package main

import (
	"fmt"
	"math"
)

func main() {
	// How long a year is, by the distance from the sun (Kepler's third law).
	for planet, au := range map[string]float64{%s} {
		fmt.Printf("%%-8s %%6.1f years\n", planet, math.Pow(au, 1.5))
	}
}
`

func code(yield func(piece) bool) {
	var far []string
	for _, p := range planets[4:] {
		far = append(far, fmt.Sprintf("%q: %v", p.name, p.distance))
	}
	if say(yield, "This computes the years of the outer planets from their distances:\n\n```go\n") &&
		say(yield, program, strings.Join(far, ", ")) {
		say(yield, "```\n\nIt prints 11.9, 29.5, 84.1 and 164.9, and the sky agrees to within half a percent.")
	}
}

func counted(moons int) string {
	switch moons {
	case 0:
		return "no moon"
	case 1:
		return "one moon"
	}
	return fmt.Sprint(moons, " moons")
}

func grouped(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%s,%03d", grouped(n/1000), n%1000)
}
