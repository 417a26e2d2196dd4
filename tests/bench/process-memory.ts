import { readFile } from 'node:fs/promises'

/** Whether the memory of a process can be read: Linux alone tells (proc(5)). */
export const canReadMemory = process.platform === 'linux'

/** Bytes of a process that are in memory: now (VmRSS), or at most since it began (VmHWM). */
export async function residentBytes(processId: number, field: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${processId}/status`, 'utf8')
  const [, kibibytes] = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status) ?? []
  return Number(kibibytes) * 1024
}
