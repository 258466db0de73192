const steps = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 5, PageDown: -5 }

function render({ model, el }) {
  const [min, max] = [model.get('min') ?? 0, model.get('max') ?? 100]
  const arc = 'd="M-28.3 28.3A40 40 0 1 1 28.3 28.3" pathLength="100"' // three quarters of a circle
  el.innerHTML = `<div class="dial" role="slider" tabindex="0" aria-valuemin="${min}" aria-valuemax="${max}">
    <svg viewBox="-50 -50 100 100" aria-hidden="true"><path ${arc}/><path class="dial-set" ${arc}/><text class="dial-value"/><text y="46"/></svg></div>`
  const dial = el.firstElementChild
  const [number, label] = el.querySelectorAll('text')
  label.textContent = dial.ariaLabel = model.get('label') ?? ''
  const draw = () => {
    const value = model.get('value') ?? 0
    number.textContent = dial.ariaValueText = value + (model.get('unit') ?? '')
    dial.ariaValueNow = value
    el.querySelector('.dial-set').setAttribute('stroke-dasharray', `${(100 * (value - min)) / (max - min)} 200`)
  }
  const turn = (value) => {
    model.set('value', Math.round(Math.min(max, Math.max(min, value))))
    model.save_changes()
  }
  dial.onpointerdown = dial.onpointermove = (event) => {
    if (!event.buttons) return
    dial.setPointerCapture(event.pointerId)
    const box = dial.getBoundingClientRect()
    const angle = Math.atan2(event.clientX - box.x - box.width / 2, box.y + box.height / 2 - event.clientY) // 0 is at the top
    turn(min + (max - min) * (0.5 + angle / (1.5 * Math.PI)))
  }
  dial.onkeydown = (event) => {
    const to = { Home: min, End: max }[event.key] ?? (model.get('value') ?? 0) + steps[event.key]
    if (Number.isNaN(to)) return
    event.preventDefault() // or the page would scroll
    turn(to)
  }
  model.on('change:value', draw)
  draw()
}

export default { render }
