package dcc

import "github.com/dashi-go/dashi/layout"

// Upload takes files: dropped on it, or chosen in the dialog that opens on a click or with Enter.
//
// Where the app has a handler for its ID (App.HandleUpload) the files are streamed to that, of any size and with progress, and Uploaded says what became of them. Else they are
// read into Contents, which is text in the page's memory and in every call that has it: for files of some megabytes.
type Upload struct {
	// ID names the control for callbacks.
	ID layout.ID `json:"id,omitzero"`
	// ClassName is CSS classes for the area, separated by spaces. With it or Style the area has no look of its own.
	ClassName string `json:"className,omitzero"`
	// ClassNameActive is a class for the area while files that it takes are dragged over it. It replaces StyleActive.
	ClassNameActive string `json:"className_active,omitzero"`
	// ClassNameReject is a class for the area while something it does not take is dragged over it. It replaces StyleReject.
	ClassNameReject string `json:"className_reject,omitzero"`
	// ClassNameDisabled is a class for the area while it is disabled. It replaces StyleDisabled.
	ClassNameDisabled string `json:"className_disabled,omitzero"`
	// Style is the inline style of the area.
	Style CSS `json:"style,omitzero"`
	// StyleActive is added to Style while files that it takes are dragged over it. Default: a solid border in the theme's colour.
	StyleActive CSS `json:"style_active,omitzero"`
	// StyleReject is added to Style while something it does not take is dragged over it. Default: a solid red border.
	StyleReject CSS `json:"style_reject,omitzero"`
	// StyleDisabled is added to Style while it is disabled. Default: half transparent.
	StyleDisabled CSS `json:"style_disabled,omitzero"`
	// Children is what the area shows. Default: a sign and a line that says what to do. A button or link in it opens the dialog too.
	Children any `json:"children,omitzero"`
	// Accept is which files are taken: extensions and media types, separated by commas: ".csv, image/*, application/pdf". Default: all.
	Accept string `json:"accept,omitzero"`
	// Multiple takes several files at once; Contents, Filename and LastModified are then lists. Default: the first is taken.
	Multiple bool `json:"multiple,omitzero"`
	// MaxSize is the size of the largest file in bytes. Default: -1, which is no bound; a handler has its own.
	MaxSize *int64 `json:"max_size,omitzero"`
	// MinSize is the size of the smallest file in bytes. Default: 0.
	MinSize int64 `json:"min_size,omitzero"`
	// EnableFolderSelection opens the dialog for folders, and takes folders that are dropped, with all that is in them.
	EnableFolderSelection bool `json:"enable_folder_selection,omitzero"`
	// Disabled takes no files.
	Disabled bool `json:"disabled,omitzero"`
	// DisableClick keeps a click from opening the dialog; the keyboard still does.
	DisableClick bool `json:"disable_click,omitzero"`

	// Contents is the file as a data URL, "data:text/csv;base64,…"; with Multiple a list of them. The browser writes it, together with Filename and LastModified, where
	// files are not streamed.
	Contents any `json:"contents,omitzero"`
	// Filename is the name of the file, with Multiple a list; files of a folder have the folder's name before theirs, with '/'. The browser writes it.
	Filename any `json:"filename,omitzero"`
	// LastModified is when the file was changed, in seconds since 1970, with Multiple a list. The browser writes it.
	LastModified any `json:"last_modified,omitzero"`

	// Stream says whether files are streamed to the app's handler. Default: where the app has a handler for the ID.
	Stream *bool `json:"stream,omitzero"`
	// ChunkSize is how many bytes are sent at a time; a lost connection costs at most so many. Default: 4 MiB.
	ChunkSize int `json:"chunk_size,omitzero"`
	// Progress is how far the files are, those of one drop after the other; and those that were not taken. The browser writes it, some times a second.
	Progress []UploadProgress `json:"progress,omitzero"`
	// Uploaded is what became of the files that were streamed, those that failed or were cancelled left out. The browser writes it when all files of a drop have ended.
	Uploaded []Uploaded `json:"uploaded,omitzero"`
	// Labels are the words of the user interface. Default: English.
	Labels UploadLabels `json:"labels,omitzero"`
}

// Type gives Dash's names for the control.
func (Upload) Type() (string, string) { return namespace, "Upload" }

// UploadState is how a file of an [Upload] is.
type UploadState string

// The states of a file.
const (
	// UploadWaiting is before its first byte is sent.
	UploadWaiting UploadState = "waiting"
	// UploadSending is while bytes are sent.
	UploadSending UploadState = "sending"
	// UploadRetrying is while the connection is lost, or the server has no room.
	UploadRetrying UploadState = "retrying"
	// UploadHandling is when all bytes are sent and the handler has not returned.
	UploadHandling UploadState = "handling"
	// UploadDone is when the handler has returned.
	UploadDone UploadState = "done"
	// UploadFailed is when the handler or the server has refused the file.
	UploadFailed UploadState = "failed"
	// UploadCancelled is when its user has cancelled it.
	UploadCancelled UploadState = "cancelled"
	// UploadRejected is when the component does not take it, for its type or size.
	UploadRejected UploadState = "rejected"
)

// UploadProgress is how far a file is.
type UploadProgress struct {
	// Name is the file's name, with its folders.
	Name string `json:"name"`
	// Loaded is how many bytes the server has.
	Loaded int64 `json:"loaded"`
	// Total is how many bytes the file has.
	Total int64 `json:"total"`
	// State is how it is.
	State UploadState `json:"state"`
	// Error is why it failed or was rejected, for its user.
	Error string `json:"error,omitzero"`
}

// Uploaded is a file that was streamed to its end.
type Uploaded struct {
	// Name is the file's name, with its folders, as the browser has it but for signs that are not seen: not to be used as a path.
	Name string `json:"name"`
	// Size is how many bytes it has.
	Size int64 `json:"size"`
	// Type is the media type that the browser made of the name, or "".
	Type string `json:"type"`
	// LastModified is when it was changed, in seconds since 1970.
	LastModified float64 `json:"last_modified"`
	// Result is what the handler returned. It passes through the browser, so it may be anything when it comes back.
	Result any `json:"result"`
	// Timestamp is when it was done, in milliseconds since 1970, so that the same file sent again is news.
	Timestamp int64 `json:"timestamp"`
}

// UploadLabels are the words of an [Upload]. One left empty stays English; "{name}" and "{size}" in them stand for a file's name and a size.
type UploadLabels struct {
	// Drop is what the area says where it has no children.
	Drop string `json:"drop,omitzero"`
	// Cancel is the button that ends an upload.
	Cancel string `json:"cancel,omitzero"`
	// Retry is the button that sends a file again.
	Retry string `json:"retry,omitzero"`
	// Remove is the button that takes the row of a file away.
	Remove string `json:"remove,omitzero"`
	// Waiting, Sending, Retrying, Handling, Done, Failed and Cancelled say how a file is.
	Waiting   string `json:"waiting,omitzero"`
	Sending   string `json:"sending,omitzero"`
	Retrying  string `json:"retrying,omitzero"`
	Handling  string `json:"handling,omitzero"`
	Done      string `json:"done,omitzero"`
	Failed    string `json:"failed,omitzero"`
	Cancelled string `json:"cancelled,omitzero"`
	// TooLarge, TooSmall, WrongType, OnlyOne and NoFolder say why a file is rejected.
	TooLarge  string `json:"too_large,omitzero"`
	TooSmall  string `json:"too_small,omitzero"`
	WrongType string `json:"wrong_type,omitzero"`
	OnlyOne   string `json:"only_one,omitzero"`
	NoFolder  string `json:"no_folder,omitzero"`
}
