package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
)

const schemaFile = "schema.json.gz"

// maxDefault is how long, as JSON, a default may be to be kept: color scales and the like are no help in a comment.
const maxDefault = 60

// Strip reads plotly.js's schema and returns it compressed, without its texts.
func Strip(path string) ([]byte, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var schema map[string]any
	if err := json.Unmarshal(text, &schema); err != nil {
		return nil, fmt.Errorf("gen: %s: %w", path, err)
	}
	delete(schema, "defs")
	for _, trace := range schema["traces"].(map[string]any) {
		for _, key := range []string{"meta", "categories", "animatable", "type"} {
			delete(trace.(map[string]any), key)
		}
	}
	strip(schema)
	stripped, err := json.Marshal(schema)
	if err != nil {
		return nil, err
	}
	return compress(stripped)
}

// strip removes descriptions, what an edit implies, and long defaults.
func strip(node any) {
	switch node := node.(type) {
	case []any:
		for _, item := range node {
			strip(item)
		}
	case map[string]any:
		for key, value := range node {
			_, text := value.(string)
			dflt, _ := json.Marshal(value)
			switch {
			case key == "description" && text, key == "impliedEdits", key == "_deprecated", key == "_arrayAttrRegexps",
				key == "dflt" && node["valType"] != nil && len(dflt) > maxDefault:
				delete(node, key)
			default:
				strip(value)
			}
		}
	}
}

func compress(text []byte) ([]byte, error) {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(text); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// Uncompress is the inverse of the compression of generated files.
func Uncompress(packed []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}
