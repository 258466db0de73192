package html

// AttributesOf lists what the generated table gives a type, without children and the families.
func AttributesOf(e Element) []string { return e.PropNames()[1+len(families):] }

// Count is how many elements and attributes the table has.
func Count() (elements, attributes int) { return len(tags) - 1, len(attrs) }
