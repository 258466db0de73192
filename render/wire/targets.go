package wire

import "strings"

// Targets are the properties that the call is to set, in values without Raw: an Arg for each Output of the callback, a list
// where the Output's id has an ALL. It reads Outputs, which only the calls of patterns need, and returns none where it is nil.
// The error says what is malformed and where, bytes being counted from where Outputs begins.
func (r *Request) Targets() ([]Arg, error) {
	if r.Outputs == nil {
		return nil, nil
	}
	s := &scanner{data: r.Outputs}
	targets, err := s.targets(strings.HasPrefix(r.Output, ".."))
	if err != nil {
		return nil, in("outputs", err)
	}
	return targets, nil
}

// targets reads one target for each output where the callback's id names several, else that of its only one.
func (s *scanner) targets(several bool) ([]Arg, error) {
	if several {
		return s.args()
	}
	if s.peek() == '[' {
		many, err := s.values()
		return []Arg{{Many: many, List: true}}, err
	}
	v, err := s.oneValue()
	return []Arg{{Value: v}}, err
}
