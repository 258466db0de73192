// Keeps the end of the conversation in sight as it grows, unless the reader has scrolled up.
(() => {
  let box
  let follows = true

  const end = () => box.scrollHeight - box.clientHeight
  const stay = () => {
    if (follows) box.scrollTop = end()
  }

  // A page that grows scrolls by itself to where it was; the reader's own scrolling is what counts.
  const watch = (found) => {
    box = found
    box.addEventListener('scroll', () => {
      follows = end() - box.scrollTop < 40
    })
    const sizes = new ResizeObserver(stay)
    sizes.observe(box)
    for (const part of box.children) sizes.observe(part)
    stay()
  }

  const pages = new MutationObserver(() => {
    const found = document.getElementById('scroll')
    if (!found) return
    pages.disconnect()
    watch(found)
  })
  pages.observe(document.documentElement, { childList: true, subtree: true })
  // A question is asked to see its answer.
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && event.target.id === 'question') follows = true
  })
  document.addEventListener('click', (event) => {
    if (event.target.closest?.('footer button')) follows = true
    // By a key: the button is switched off now, and would take the keyboard's place on the page with it.
    if (event.detail === 0 && event.target.id === 'stop') document.getElementById('question')?.focus()
  })
})()
