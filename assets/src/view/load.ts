import type { DashComponent, Registered } from './component'

/** Loads the code of a component that comes in a file of its own, and notes it in its line. */
export async function loadCode(registered: Registered): Promise<void> {
  const file = (await registered.load?.()) as Record<string, unknown> | undefined
  registered.component = file?.[registered.part ?? 'default'] as DashComponent | undefined
}
