package dashitest

import (
	"maps"
	"slices"
)

// slots are where components sit in the props of a component, as steps: a key, or "[]" for every item of a list. All components have
// children.
var (
	ownSlots  = [][]string{{"children"}}
	moreSlots = map[[2]string][][]string{
		{"dash_core_components", "Checklist"}:  {{"children"}, {"options", "[]", "label"}},
		{"dash_core_components", "Clipboard"}:  {{"children"}, {"copied_children"}},
		{"dash_core_components", "Dropdown"}:   {{"children"}, {"options", "[]", "label"}},
		{"dash_core_components", "Loading"}:    {{"children"}, {"custom_spinner"}},
		{"dash_core_components", "RadioItems"}: {{"children"}, {"options", "[]", "label"}},
		{"dash_core_components", "Tab"}:        {{"children"}, {"label"}},
		{"dashi", "AccordionItem"}:             {{"children"}, {"title"}},
		{"dashi", "Card"}:                      {{"children"}, {"title"}, {"subtitle"}, {"actions"}, {"footer"}},
		{"dashi", "Modal"}:                     {{"children"}, {"title"}, {"footer"}},
		{"dashi", "Toast"}:                     {{"children"}, {"title"}},
	}
)

func slotsOf(node object) [][]string {
	if slots := moreSlots[kindOf(node)]; slots != nil {
		return slots
	}
	return ownSlots
}

// holds tells whether a property holds components, at its top or deeper.
func holds(node object, property string) bool {
	return slices.ContainsFunc(slotsOf(node), func(steps []string) bool { return steps[0] == property })
}

// mapSlots is props with the value of every slot changed; the same where nothing changed. beside are the props they are compared with.
func mapSlots(node, props, beside object, change func(slot, beside any) any) object {
	var mapped, old any = props, beside
	for _, steps := range slotsOf(node) {
		mapped = mapAt(mapped, old, steps, change)
	}
	return mapped.(object)
}

func mapAt(value, beside any, steps []string, change func(slot, beside any) any) any {
	if len(steps) == 0 {
		return change(value, beside)
	}
	if list, ok := value.([]any); ok && steps[0] == "[]" {
		old, _ := beside.([]any)
		items := slices.Clone(list)
		unchanged := true
		for i, item := range list {
			var place any
			if i < len(old) {
				place = old[i]
			}
			items[i] = mapAt(item, place, steps[1:], change)
			unchanged = unchanged && same(items[i], item)
		}
		if unchanged {
			return value
		}
		return items
	}
	parent, isObject := value.(object)
	child, there := parent[steps[0]]
	if !isObject || !there {
		return value
	}
	old, _ := beside.(object)
	next := mapAt(child, old[steps[0]], steps[1:], change)
	if same(next, child) {
		return value
	}
	parent = maps.Clone(parent)
	parent[steps[0]] = next
	return parent
}
