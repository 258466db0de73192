// `window.PropTypes`: packages say with it of what type their properties are. React does not look at that in production, so all
// of it is the same function, which finds nothing wrong.

import type { Props } from '../wire/records'

const fine = (): null => null
const type = Object.assign(() => null, { isRequired: fine })

const plain = 'any array bigint bool element elementType func node number object string symbol'
const made = 'arrayOf exact instanceOf objectOf oneOf oneOfType shape'

export function propTypes(): Props {
  const all: Props = { checkPropTypes: () => undefined, resetWarningCache: () => undefined }
  for (const name of plain.split(' ')) all[name] = type
  for (const name of made.split(' ')) all[name] = () => type
  all.PropTypes = all
  return all
}
