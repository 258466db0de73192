package main

import (
	"bytes"
	"fmt"
	"go/format"
	"slices"
	"strings"
	"text/template"
)

// Files are the generated files of package html by their names.
func Files() (map[string][]byte, error) {
	files := map[string][]byte{}
	for name, text := range map[string]string{
		"elements_gen.go":   elementsFile,
		"attrs_gen.go":      attrsFile,
		"funcs_gen_test.go": funcsTestFile,
	} {
		content, err := render(text)
		if err != nil {
			return nil, fmt.Errorf("gen: %s: %w", name, err)
		}
		files[name] = content
	}
	return files, nil
}

func render(text string) ([]byte, error) {
	t, err := template.New("").Funcs(template.FuncMap{
		"own": own, "example": example, "indexes": indexes, "owners": owners, "kind": kind,
	}).Parse(header + text)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := t.Execute(&b, map[string]any{"Tags": Tags, "Attributes": Attributes}); err != nil {
		return nil, err
	}
	return format.Source(b.Bytes())
}

// own lists the functions of the attributes that only some elements, t among them, have.
func own(t Tag) string {
	var names []string
	for name := range strings.FieldsSeq(t.Attrs) {
		i := slices.IndexFunc(Attributes, func(a Attribute) bool { return a.Name == name })
		names = append(names, Attributes[i].FuncName())
	}
	return strings.Join(names, ", ")
}

// owners lists the elements that have a.
func owners(a Attribute) string {
	if a.Global {
		return "Every element has it."
	}
	var names []string
	for _, t := range Tags {
		if slices.Contains(strings.Fields(t.Attrs), a.Name) {
			names = append(names, t.TypeName())
		}
	}
	return "On " + strings.Join(names, ", ") + "."
}

// indexes are the places in Attributes of the attributes t has, its own and the global ones.
func indexes(t Tag) (string, error) {
	var list []string
	for i, a := range Attributes {
		if a.Global || slices.Contains(strings.Fields(t.Attrs), a.Name) {
			list = append(list, fmt.Sprint(i))
		}
	}
	for name := range strings.FieldsSeq(t.Attrs) {
		if !slices.ContainsFunc(Attributes, func(a Attribute) bool { return a.Name == name && !a.Global }) {
			return "", fmt.Errorf("tag %q: attribute %q is not in the table", t.Name, name)
		}
	}
	return strings.Join(list, ", "), nil
}

func kind(a Attribute) string {
	return "kind" + upperFirst(strings.TrimPrefix(a.Type, "layout."))
}

// example is a value of the type of a, for tests.
func example(a Attribute) string {
	return map[string]string{
		"any": `"1"`, "bool": "true", "float64": "1.5", "int": "1", "int64": "1", "string": `"x"`, "layout.ID": `"x"`,
		"layout.CSS": `html.CSS{"color": "red"}`,
	}[a.Type]
}
