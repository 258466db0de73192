package dashitest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/dashi-go/dashi/internal/graph"
	"github.com/dashi-go/dashi/layout"
)

// update is a property with a value it is to have, or a patch.
type update struct {
	ref
	value any
}

// updates are in the order in which they came, each property once.
type updates []update

// set adds a value; what is set last wins.
func (u *updates) set(r ref, value any) {
	if i := slices.IndexFunc(*u, func(one update) bool { return one.ref == r }); i >= 0 {
		(*u)[i].value = value
		return
	}
	*u = append(*u, update{r, value})
}

// componentUpdates are those of one component.
type componentUpdates struct {
	id     string
	values updates
}

func (u updates) byID() (all []componentUpdates) {
	at := map[string]int{}
	for _, one := range u {
		i, known := at[one.id]
		if !known {
			i = len(all)
			at[one.id] = i
			all = append(all, componentUpdates{id: one.id})
		}
		all[i].values = append(all[i].values, one)
	}
	return all
}

// member is a key of a JSON object with its value.
type member struct {
	key   string
	value json.RawMessage
}

// membersOf reads a JSON object in its order.
func membersOf(raw json.RawMessage) (members []member, err error) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	if open, err := dec.Token(); err != nil || open != json.Delim('{') {
		return nil, fmt.Errorf("expected an object, got %.60s", raw)
	}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return nil, err
		}
		m := member{key: key.(string)} // it is one in an object
		if err := dec.Decode(&m.value); err != nil {
			return nil, err
		}
		members = append(members, m)
	}
	return members, nil
}

// valueOf reads a value of a property.
func valueOf(raw json.RawMessage) (value any, err error) {
	if err := json.Unmarshal(raw, &value); err != nil {
		return nil, err
	}
	return unpacked(value)
}

// responseOf reads {id:{property:value}}.
func responseOf(raw json.RawMessage) (all updates, err error) {
	ids, err := membersOf(raw)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		props, err := membersOf(id.value)
		if err != nil {
			return nil, err
		}
		for _, prop := range props {
			value, err := valueOf(prop.value)
			if err != nil {
				return nil, fmt.Errorf("%s.%s: %w", id.key, prop.key, err)
			}
			all = append(all, update{ref{id.key, prop.key}, value})
		}
	}
	return all, nil
}

// targets says which properties a side update is about, in the three forms that Dash knows: by id, by "id.property", and either of them
// with wildcards, which stand for what they stand for in the call.
func (c *components) targets(raw json.RawMessage, bound graph.Bound) (all updates, err error) {
	sides, err := membersOf(raw)
	if err != nil {
		return nil, fmt.Errorf("a side update: %w", err)
	}
	for _, side := range sides {
		id, property := splitSide(side.key)
		props := []member{{property, side.value}}
		if property == "" {
			if props, err = membersOf(side.value); err != nil {
				return nil, fmt.Errorf("a side update of %s needs an object of properties: %w", quoted(side.key), err)
			}
		}
		at := parsePlace(id)
		for _, key := range at.matchKeys {
			if _, has := bound.Value(key); !has {
				return nil, fmt.Errorf("a side update of %s has MATCH for %s, which its call has not", layout.ID(id).Readable(), key)
			}
		}
		named := func(yield func(string) bool) { yield(id) } // these updates may be what brings it
		if at.isPattern() {
			named = c.at(&at, bound)
		}
		for target := range named {
			for _, prop := range props {
				value, err := valueOf(prop.value) // one for each, for they go their own ways
				if err != nil {
					return nil, fmt.Errorf("a side update of %s: %w", quoted(side.key), err)
				}
				all.set(ref{target, prop.key}, value)
			}
		}
	}
	return all, nil
}

// splitSide takes the key of a side update apart; the property is "" where it names a component.
func splitSide(key string) (id, property string) {
	if strings.HasPrefix(key, "{") {
		if strings.HasSuffix(key, "}") {
			return key, ""
		}
		r := splitRef(key)
		return r.id, r.property
	}
	id, property, _ = strings.Cut(key, ".")
	return id, property
}
