package table

// sort gives the indexes of all rows in an order; never nil.
func (f *fields[T]) sort(by []Sort) ([]uint32, error) {
	on := make([]*field, len(by))
	for i, s := range by {
		var err error
		if on[i], err = f.field(s.Field); err != nil {
			return nil, err
		}
	}
	k := newKeyed(len(f.rows))
	for i := range k.index {
		k.index[i] = uint32(i)
	}
	// Each sort keeps the order of what is equal, so the least important column goes first.
	for i := len(by) - 1; i >= 0 && len(f.rows) > 0; i-- {
		k.by(on[i], by[i].Desc)
	}
	return k.index, nil
}

// by sorts rows by one field.
func (k keyed) by(f *field, desc bool) {
	key := f.key
	if f.class == texts {
		d := f.dictionary()
		if d == nil {
			k.sortTexts(f.text, desc, 0)
			return
		}
		key = func(row uint32) uint64 { return uint64(d.ranks[row]) }
	}
	parallel(len(k.keys), func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			k.keys[i] = key(k.index[i])
			if desc {
				k.keys[i] = ^k.keys[i]
			}
		}
	})
	k.sort()
}
