package dcc

import (
	"encoding/base64"
	"fmt"
	"mime"
	"os"
	"path/filepath"

	"github.com/dashi-go/dashi/layout"
)

// Download saves a file on the user's disk each time a callback sets Data. It shows nothing.
type Download struct {
	// ID names the component for callbacks.
	ID layout.ID `json:"id,omitzero"`
	// Data is what to save: a [DownloadData], which [SendString], [SendBytes] and [SendFile] make and which holds the content; or for large files what App.Offer gives, the
	// address of a stream. What it holds when the page opens is not saved.
	Data any `json:"data,omitzero"`
	// Base64 is what DownloadData.Base64 is where that is nil. Default: false.
	Base64 bool `json:"base64,omitzero"`
	// Kind is what DownloadData.Type is where that is empty, sent as "type". Default: "text/plain".
	Kind string `json:"type,omitzero"`
}

// Type gives Dash's names for the component.
func (Download) Type() (string, string) { return namespace, "Download" }

// DownloadData is a file to save, with its content: some megabytes at most, as it travels in the answer.
type DownloadData struct {
	// Filename is the name to save under.
	Filename string `json:"filename"`
	// Content is the file: text, or base64.
	Content string `json:"content"`
	// Base64 says that Content is base64. Default: what [Download] says.
	Base64 *bool `json:"base64,omitzero"`
	// Type is the media type. Default: what [Download] says.
	Type string `json:"type,omitzero"`
}

// SendString makes a file of a text.
func SendString(content, filename string) DownloadData {
	return DownloadData{Filename: filename, Content: content, Base64: new(false), Type: typeOf(filename)}
}

// SendBytes makes a file of bytes.
func SendBytes(content []byte, filename string) DownloadData {
	return DownloadData{Filename: filename, Content: base64.StdEncoding.EncodeToString(content), Base64: new(true), Type: typeOf(filename)}
}

// SendFile makes a file of one on the server's disk, under the name it has there. The path must be the program's own: whatever it names is sent.
func SendFile(path string) (DownloadData, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return DownloadData{}, fmt.Errorf("dcc: SendFile: %w", err)
	}
	return SendBytes(content, filepath.Base(path)), nil
}

// typeOf is the media type that a name says, or "".
func typeOf(filename string) string { return mime.TypeByExtension(filepath.Ext(filename)) }
