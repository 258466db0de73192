package table

import (
	"errors"
	"net/http"

	"github.com/dashi-go/dashi"
)

// refused is the error of a source as a callback returns it: what the request is to blame for is told to the page.
func refused(err error) error {
	if bad, ok := errors.AsType[*RequestError](err); ok {
		return dashi.Refuse(http.StatusBadRequest, bad.Error())
	}
	return err
}
