/** Shows that callbacks run: the document's title, and an element that the style sheet draws as a thin line. */
export function busyIndicator(updateTitle: string | null | undefined): (on: boolean) => void {
  const line = document.createElement('div')
  line.className = '_dash-loading-callback'
  let usual: string | undefined
  return (on) => {
    if (on === line.isConnected) return
    if (on) document.body.append(line)
    else line.remove()
    if (!updateTitle) return
    if (on) {
      usual = document.title
      document.title = updateTitle
    } else if (usual !== undefined && document.title === updateTitle) document.title = usual
  }
}
