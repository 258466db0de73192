// Helpers of gltraces_test.go, put into a page whose graphs have loaded plotly.js.
(async () => {
  const core = performance.getEntriesByType('resource').find((entry) => /plotly-core-/.test(entry.name)).name
  const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
  /** Waits until no picture is on its way. */
  const settled = async () => {
    do await frame()
    while (document.querySelector('canvas.dashi-gl[aria-busy]'))
  }
  // Its functions end when the picture is there.
  const Plotly = new Proxy((await import(core)).default, {
    get(module, name) {
      const value = module[name]
      if (!/^(newPlot|react|relayout|restyle|update|redraw|extendTraces)$/.test(name)) return value
      return async (...given) => {
        const graph = await value(...given)
        await settled()
        return graph
      }
    },
  })
  window.gl = {
    Plotly,
    frame,
    settled,
    /** A new graph at the end of the page. */
    async plot(data, layout = {}, config = {}) {
      const graph = document.createElement('div')
      document.querySelector('main').append(graph)
      const margin = { l: 50, r: 50, t: 50, b: 50 }
      await Plotly.newPlot(graph, data, { width: 500, height: 400, margin, showlegend: false, ...layout }, config)
      return graph
    },
    /** Our picture as pixels; read by way of another canvas, for browsers warn when one that is drawn to is read. */
    picture(graph) {
      const from = graph.querySelector('canvas.dashi-gl')
      if (!from) return undefined
      const canvas = Object.assign(document.createElement('canvas'), { width: from.width, height: from.height })
      const screen = canvas.getContext('2d', { willReadFrequently: true })
      screen.drawImage(from, 0, 0)
      const ratio = from.width / parseFloat(from.style.width)
      const { data } = screen.getImageData(0, 0, from.width, from.height)
      return {
        at(x, y) {
          const i = 4 * (Math.floor(y * ratio) * from.width + Math.floor(x * ratio))
          return [...data.slice(i, i + 4)]
        },
        /** Pixels that show something, within a box of CSS pixels. */
        count(x0 = 0, y0 = 0, x1 = Infinity, y1 = Infinity) {
          let n = 0
          for (let i = 3, p = 0; i < data.length; i += 4, p++) {
            const [x, y] = [(p % from.width) / ratio, Math.floor(p / from.width) / ratio]
            if (data[i] > 0 && x >= x0 && x < x1 && y >= y0 && y < y1) n++
          }
          return n
        },
      }
    },
    /** The color at a value of the axes. */
    colorAt(graph, x, y, xaxis = 'xaxis', yaxis = 'yaxis') {
      const [xa, ya] = [graph._fullLayout[xaxis], graph._fullLayout[yaxis]]
      return this.picture(graph).at(xa._offset + xa.d2p(x), ya._offset + ya.d2p(y))
    },
    /** Pixels of an image address. */
    async decode(url) {
      const image = new Image()
      image.src = url
      await image.decode()
      const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height })
      const screen = canvas.getContext('2d', { willReadFrequently: true })
      screen.drawImage(image, 0, 0)
      return (x, y) => [...screen.getImageData(x, y, 1, 1).data]
    },
    random(count, seed = 1) {
      const out = new Float32Array(count)
      for (let i = 0, s = seed; i < count; i++) {
        s = (Math.imul(s, 1664525) + 1013904223) | 0
        out[i] = (s >>> 8) / 16777216
      }
      return out
    },
  }
  return true
})()
