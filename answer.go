package dashi

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"

	"github.com/dashi-go/dashi/render/wire/frames"
)

// answer is what a call came to. The zero answer is that nothing is to be updated.
type answer struct {
	// text is JSON, or what a memo has kept. It is nil for an answer with columns that no memo has kept.
	text sealed
	// frame is the JSON and its columns, where it has some: until they are written they stay in the memory of the user, or of the memo.
	frame *frames.Frame
}

func (b answer) none() bool { return b.text == nil && b.frame == nil }

// isEmpty tells whether the answer updates nothing.
func (b answer) isEmpty() bool { return b.frame == nil && string(b.text) == string(emptyText) }

// newAnswer is the answer of a text in the identity form and the sections whose places are positions in it.
func newAnswer(text sealed, sections []frames.Section) answer {
	if len(sections) == 0 {
		return answer{text: text}
	}
	for i := range sections {
		sections[i].Place-- // the form's byte is no part of the JSON
	}
	return answer{frame: frames.New(text[1:], sections)}
}

// kept is the answer that a memo has kept.
func kept(text sealed) (answer, error) {
	if len(text) == 0 || text[0] != frameForm {
		return answer{text: text}, nil
	}
	frame, rest, err := frames.Parse(text[1:])
	if err == nil && len(rest) > 0 {
		err = fmt.Errorf("%d bytes follow the frame", len(rest))
	}
	if err != nil {
		return answer{}, fmt.Errorf("dashi: what the memo has kept is broken: %w", err)
	}
	return answer{text: text, frame: frame}, nil
}

// json is the whole answer as JSON.
func (b answer) json() []byte {
	if b.frame == nil {
		return b.text.text()
	}
	text, err := b.frame.AppendJSON(nil)
	if err != nil {
		panic(err) // the frame was made by us
	}
	return text
}

// head is the answer as JSON, but for its columns, and those: as a text of their own into which they belong.
func (b answer) head() ([]byte, []frames.Section) {
	if b.frame == nil {
		return b.text.text(), nil
	}
	text, err := b.frame.HeadText()
	if err != nil {
		panic(err) // it was deflated by us
	}
	return text, slices.Clone(b.frame.Sections)
}

// tag names the answer. It is a weak tag, as the form the answer is sent in may differ.
func (b answer) tag() string {
	sum := sha256.New()
	if b.frame == nil {
		_, _ = sum.Write(b.text) // a hash takes everything
	} else {
		text, sections := b.head()
		_, _ = sum.Write(text)
		for i := range sections {
			hash := sections[i].Sum()
			_, _ = sum.Write(binary.LittleEndian.AppendUint64(hash[:], uint64(sections[i].Length)))
		}
	}
	return `W/"` + hex.EncodeToString(sum.Sum(nil)[:12]) + `"`
}
