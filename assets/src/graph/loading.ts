/** Counts running calls per output (rule 8) and tells when a component starts and stops loading. */
export class Loading {
  private readonly counts = new Map<string, number>()

  constructor(private readonly tell: (id: string, on: boolean) => void) {}

  /** `by` is 1 when a call to these components starts and -1 when it ends. */
  add(outputs: { id: string }[], by: 1 | -1): void {
    for (const { id } of outputs) {
      const before = this.counts.get(id) ?? 0
      const after = before + by
      if (after === 0) this.counts.delete(id)
      else this.counts.set(id, after)
      if (before === 0 || after === 0) this.tell(id, after > 0)
    }
  }
}
