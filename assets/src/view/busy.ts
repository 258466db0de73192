/** With more components loading than this none of them is drawn so: a browser takes long over thousands of animations. */
const most = 50

/** Notes which components load, and on the body when they are a crowd. */
export class Crowd {
  private readonly loading = new Set<string>()
  private on = false

  set(id: string, loading: boolean): void {
    if (loading) this.loading.add(id)
    else this.loading.delete(id)
    const on = this.loading.size > most
    if (on !== this.on) document.body.classList.toggle('_dash-crowd', on)
    this.on = on
  }
}

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
