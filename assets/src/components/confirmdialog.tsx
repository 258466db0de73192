import type { Host } from '../view/component'
import { answer, Box, type ConfirmProps } from './confirm-box'

/** Asks before something is done. */
export default function ConfirmDialog(props: ConfirmProps & Host<ConfirmProps>) {
  return (
    <Box
      id={props.id}
      message={props.message}
      shown={props.displayed === true}
      submit={() => props.setProps(answer(props, 'submit'))}
      cancel={() => props.setProps(answer(props, 'cancel'))}
      data-dash-is-loading={props['data-dash-is-loading']}
    />
  )
}
