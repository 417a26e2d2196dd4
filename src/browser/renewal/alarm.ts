import type { Alarms } from 'webextension-polyfill'

/** Sets an alarm that is not set already: setting it again, as every wake-up would, puts it off. */
export async function setAlarm(
  alarms: Pick<Alarms.Static, 'get' | 'create'>,
  name: string,
  when: Alarms.CreateAlarmInfoType,
): Promise<void> {
  // The types lag behind: without such an alarm Firefox gives undefined.
  const known: unknown = await alarms.get(name)
  if (known === undefined || known === null) await alarms.create(name, when)
}
