package dashi

import "context"

// SessionKey is the key of a value with its type:
//
//	const cart = dashi.SessionKey[[]Item]("cart")
//
// Its methods are those of ctx's session.
type SessionKey[T any] string

// Get is the value, the zero value where the key has none. Like Set it may be called in layout functions, callbacks and middleware.
func (k SessionKey[T]) Get(ctx context.Context) (value T, err error) {
	_, err = SessionFrom(ctx).Get(ctx, string(k), &value)
	return value, err
}

// Set is [Session.Set].
func (k SessionKey[T]) Set(ctx context.Context, value T) error {
	return SessionFrom(ctx).Set(ctx, string(k), value)
}

// Update is [Session.Update]: change gets the present value and gives the next. It returns what was set.
func (k SessionKey[T]) Update(ctx context.Context, change func(T) (T, error)) (value T, err error) {
	err = SessionFrom(ctx).Update(ctx, string(k), &value, func() (err error) {
		value, err = change(value)
		return err
	})
	return value, err
}

// Delete is [Session.Delete].
func (k SessionKey[T]) Delete(ctx context.Context) error {
	return SessionFrom(ctx).Delete(ctx, string(k))
}
