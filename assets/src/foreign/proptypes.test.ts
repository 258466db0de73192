import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { propTypes } from './proptypes'

describe('PropTypes', () => {
  it('has what packages say of their properties, and finds nothing wrong', () => {
    // biome-ignore lint/suspicious/noExplicitAny: as scripts use it
    const types = propTypes() as any
    const shape = types.shape({
      a: types.arrayOf(types.oneOfType([types.string, types.node.isRequired])).isRequired,
      b: types.exact({ c: types.func }),
    })
    assert.equal(shape({}, 'a', 'Card'), null)
    assert.equal(shape.isRequired({}, 'a', 'Card'), null)
    assert.equal(types.checkPropTypes({ a: shape }, {}, 'prop', 'Card'), undefined)
    assert.equal(types.PropTypes, types)
  })
})
