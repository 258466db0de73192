// A body of lines, read as it comes.

/** Calls `each` with every line that is complete, which is when its newline has come; blank ones keep a connection alive
 * and say nothing. Chunks may end anywhere, within a sign too. The lines of a chunk are handled in one go, so ten thousand
 * answers cost as many turns of the event loop as there are chunks. */
export async function eachLine(body: ReadableStream<Uint8Array>, each: (line: string) => void): Promise<void> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let begun = ''
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      // Only what is new is searched: a long line that comes in many chunks is not read again with each.
      for (const [i, part] of decoder.decode(chunk.value, { stream: true }).split('\n').entries()) {
        if (i > 0) {
          if (begun !== '') each(begun)
          begun = ''
        }
        begun += part
      }
    }
  } catch (error) {
    reader.cancel(error).catch(() => undefined)
    throw error
  }
}
