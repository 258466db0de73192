package dashitest

// Patched is what a patch of operations, as they come with JSON, makes of a value; set is false for a property without one.
func Patched(value any, set bool, operations []any) (any, error) {
	return patch{operations}.apply(value, set)
}
