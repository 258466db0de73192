package dcc_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/layout/dcc"
)

func TestStep(t *testing.T) {
	t.Parallel()
	tests := []struct {
		step dcc.Step
		want string
	}{
		{0.5, "0.5"},
		{10, "10"},
		{dcc.OnlyMarks, "null"},
	}
	for _, tt := range tests {
		t.Run(tt.want, func(t *testing.T) {
			t.Parallel()
			text, err := json.Marshal(tt.step)
			require.NoError(t, err)
			require.Equal(t, tt.want, string(text))
			var back dcc.Step
			require.NoError(t, json.Unmarshal(text, &back))
			require.Equal(t, tt.step, back)
		})
	}
	require.Error(t, json.Unmarshal([]byte(`"a"`), new(dcc.Step)))
}

func TestMarks(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		marks dcc.Marks
		want  string
	}{
		{"none", dcc.Marks{}, `null`},
		{"texts", dcc.Marks{10: {Label: "ten"}, 0: {Label: "0"}, 2.5: {Label: "<"}, -1: {}},
			`{"-1":"","0":"0","2.5":"\u003c","10":"ten"}`},
		{"style", dcc.Marks{1: {Label: "a", Style: dcc.CSS{"color": "red"}}}, `{"1":{"label":"a","style":{"color":"red"}}}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			text, err := json.Marshal(tt.marks)
			require.NoError(t, err)
			require.Equal(t, tt.want, string(text))
			var back dcc.Marks
			require.NoError(t, json.Unmarshal(text, &back))
			require.Equal(t, tt.marks, back)
		})
	}
}

func TestMarksAt(t *testing.T) {
	t.Parallel()
	require.Equal(t, dcc.Marks{-2: {Label: "-2"}, 0.5: {Label: "0.5"}, 1000: {Label: "1000"}}, dcc.MarksAt(1000, 0.5, -2))
	require.Equal(t, dcc.Marks{}, dcc.MarksAt())
}

func TestMarksErrors(t *testing.T) {
	t.Parallel()
	var m dcc.Marks
	require.ErrorContains(t, json.Unmarshal([]byte(`{"a":"b"}`), &m), `key "a" is not a number`)
	require.ErrorContains(t, json.Unmarshal([]byte(`{"1":2}`), &m), `mark at "1"`)
	require.ErrorContains(t, json.Unmarshal([]byte(`[]`), &m), "dcc: marks: ")
	_, err := json.Marshal(dcc.Marks{1: {Style: dcc.CSS{"color": func() {}}}})
	require.ErrorContains(t, err, "dcc: mark at 1: ")
}

func TestOptionMap(t *testing.T) {
	t.Parallel()
	require.Equal(t, []dcc.Option{{Label: "Norway", Value: "no"}, {Label: "Sweden", Value: "se"}},
		dcc.OptionMap(map[string]string{"se": "Sweden", "no": "Norway"}))
	require.Equal(t, []dcc.Option{{Label: "b", Value: 2}, {Label: "a", Value: 10}}, dcc.OptionMap(map[int]string{10: "a", 2: "b"}))
	require.Empty(t, dcc.Options[string]())
}
