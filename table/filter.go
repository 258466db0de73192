package table

import (
	"errors"
	"fmt"
	"slices"
)

// Filter is a condition on rows: one on a field, or a tree of them. The zero Filter holds for every row.
//
//	table.Filter{And: []table.Filter{
//		{Field: "city", Op: table.Contains, Value: "os"},
//		{Field: "price", Op: table.Between, Value: 10, To: 20},
//	}}
//
// Large and small letters of texts are the same to it. A value that is missing, null or an empty text is blank; only [IsBlank], and
// [NotEqual] and [NotContains] hold for it.
type Filter struct {
	// And holds where all of its conditions do. With it, or with Or, the other fields are empty.
	And []Filter `json:"and,omitzero"`
	// Or holds where one of its conditions does.
	Or []Filter `json:"or,omitzero"`
	// Field is the field that is compared.
	Field string `json:"field,omitzero"`
	// Op is how it is compared.
	Op Op `json:"op,omitzero"`
	// Value is what it is compared with: a text, a number or a bool, a day as "2006-01-02" or a moment as [time.RFC3339] has it. A day
	// stands for all its moments. It is a list of them for [In].
	Value any `json:"value,omitzero"`
	// To is the other end for [Between]; both ends belong to it.
	To any `json:"to,omitzero"`
}

// Op is how a field is compared.
type Op string

// The comparisons.
const (
	Equal          Op = "eq"
	NotEqual       Op = "ne"
	Less           Op = "lt"
	LessOrEqual    Op = "le"
	Greater        Op = "gt"
	GreaterOrEqual Op = "ge"
	Between        Op = "between"
	Contains       Op = "contains"
	NotContains    Op = "not_contains"
	StartsWith     Op = "starts_with"
	EndsWith       Op = "ends_with"
	IsBlank        Op = "blank"
	NotBlank       Op = "not_blank"
	In             Op = "in"
)

// maxDepth bounds the trees that pages may send, maxConditions what is in them.
const (
	maxDepth      = 16
	maxConditions = 1000
)

var ops = []Op{Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual, Between, Contains, NotContains, StartsWith, EndsWith, IsBlank, NotBlank, In}

// IsZero tells that the filter holds for every row.
func (f Filter) IsZero() bool {
	return len(f.And) == 0 && len(f.Or) == 0 && f.Field == "" && f.Op == ""
}

// Check tells what is wrong with a filter: an unknown comparison, a condition that is both a tree and a comparison, a tree without end.
// [Serve] has checked the filters that a [Source] gets.
func (f Filter) Check() error {
	left := maxConditions
	return f.check(maxDepth, &left)
}

func (f Filter) check(depth int, left *int) error {
	if *left--; *left < 0 {
		return fmt.Errorf("table: a filter of more than %d conditions", maxConditions)
	}
	if depth == 0 {
		return fmt.Errorf("table: a filter deeper than %d", maxDepth)
	}
	if f.IsZero() {
		return nil
	}
	if len(f.And) == 0 && len(f.Or) == 0 {
		return f.checkOp()
	}
	if f.Field != "" || f.Op != "" || len(f.And) > 0 && len(f.Or) > 0 {
		return errors.New(`table: a filter with more than one of "and", "or" and "field"`)
	}
	for _, part := range slices.Concat(f.And, f.Or) {
		if err := part.check(depth-1, left); err != nil {
			return err
		}
	}
	return nil
}

func (f Filter) checkOp() error {
	if !slices.Contains(ops, f.Op) {
		return fmt.Errorf("table: the filter of %q has the comparison %q, expected one of %q", f.Field, f.Op, ops)
	}
	if _, list := f.Value.([]any); list != (f.Op == In) && f.Op != IsBlank && f.Op != NotBlank {
		return fmt.Errorf("table: the filter of %q compares with %v (%T); a list belongs to %q and to nothing else", f.Field, f.Value, f.Value, In)
	}
	return nil
}
