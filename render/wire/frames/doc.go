// Package frames writes and reads JSON whose numeric columns stand beside it, as "Frames" in internal/README.md has them. A column goes
// from the memory it is in to the writer, as bytes or as the text that belongs into the JSON, without being copied as a whole.
package frames
