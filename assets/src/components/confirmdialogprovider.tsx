import type { Host } from '../view/component'
import { answer, Box, type ConfirmProps } from './confirm-box'

/** Asks when what is inside is clicked. The click itself goes no further. */
export default function ConfirmDialogProvider(props: ConfirmProps & Host<ConfirmProps>) {
  const { id, message, displayed, children, setProps } = props
  const ask = (event: Event): void => {
    event.preventDefault()
    event.stopPropagation()
    setProps({ displayed: true })
  }
  const text = typeof children === 'string' || typeof children === 'number'
  return (
    <>
      <div
        id={id}
        class="dash-confirm-provider"
        onClickCapture={ask}
        data-dash-is-loading={props['data-dash-is-loading']}
      >
        {text ? <button type="button">{children}</button> : children}
      </div>
      <Box
        message={message}
        shown={displayed === true}
        submit={() => setProps(answer(props, 'submit'))}
        cancel={() => setProps(answer(props, 'cancel'))}
      />
    </>
  )
}
