import type { DashComponent, Registered, Registry } from './component'

/** What a table by namespace and type has for a component. An answer may name a component anything, `__proto__` too. */
export function lineOf<T>(table: Record<string, Record<string, T>>, namespace: string, type: string): T | undefined {
  const types = Object.hasOwn(table, namespace) ? table[namespace] : undefined
  return types && Object.hasOwn(types, type) ? types[type] : undefined
}

/** The registry's line for a component: its own, or that of all others of its namespace. */
export const registeredOf = (registry: Registry, { namespace, type }: { namespace: string; type: string }) =>
  lineOf(registry, namespace, type) ?? lineOf(registry, namespace, '*')

/** Loads the code of a component that comes in a file of its own, and notes it in its line. */
export async function loadCode(registered: Registered): Promise<void> {
  const file = (await registered.load?.()) as Record<string, unknown> | undefined
  registered.component = file?.[registered.part ?? 'default'] as DashComponent | undefined
}
