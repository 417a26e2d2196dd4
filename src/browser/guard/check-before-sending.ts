import type { WebRequest } from 'webextension-polyfill'
import { mustCheckBeforeSending } from '../../policy/before-sending.ts'
import { DEFAULT_SETTINGS, type Settings } from '../../policy/settings.ts'
import type { Awake } from '../awake.ts'
import type { SessionTable } from '../storage/session-table.ts'
import type { SettingsStore } from '../storage/settings-store.ts'
import { conclude, type ConcludeParts, failClosed } from './conclude.ts'
import { readRequest } from './guarded-request.ts'
import { judgeProbed, type ProbeJudgeParts } from './judge-probed.ts'
import type { GuardedRequest } from './sighting.ts'

export interface BeforeSendingParts extends ProbeJudgeParts, ConcludeParts {
  readonly settings: SettingsStore
  readonly awake: Awake
  /** By origin: until when what was found before sending is good enough, milliseconds since the epoch. */
  readonly cleared: (isPrivate: boolean) => SessionTable<number>
}

/**
 * Holds a request before anything of it is sent, until the certificate that its site shows to us is good by what its CA
 * says now. The connection that is used afterwards is judged by the guard like any other: at worst, by then, the site
 * has shown two certificates. It never throws or rejects.
 */
export function createCheckBeforeSending(
  parts: BeforeSendingParts,
): (details: WebRequest.OnBeforeRequestDetailsType) => Promise<WebRequest.BlockingResponse> {
  return (details) => holdUntilChecked(details, parts).catch(() => ({ cancel: true }))
}

async function holdUntilChecked(
  details: WebRequest.OnBeforeRequestDetailsType,
  parts: BeforeSendingParts,
): Promise<WebRequest.BlockingResponse> {
  const settings = await parts.settings.load().catch(() => DEFAULT_SETTINGS)
  if (!mustCheckBeforeSending(details.method, settings)) return {}
  const request = readRequest(details, 'unsent')
  const letGo = parts.awake.hold()
  try {
    return await check(request, settings, parts)
  } catch {
    return failClosed(request, settings, parts)
  } finally {
    letGo()
  }
}

async function check(
  request: GuardedRequest,
  settings: Settings,
  parts: BeforeSendingParts,
): Promise<WebRequest.BlockingResponse> {
  const { origin } = new URL(request.url)
  const now = parts.clock.now()
  const cleared = parts.cleared(request.isPrivate)
  const until = (await cleared.find(origin)) ?? 0
  if (until > now) return {}
  const judgement = await judgeProbed(request, settings, parts, true)
  const response = await conclude(request, judgement, settings, parts)
  if (response.cancel !== true && judgement.verdict !== undefined) {
    await cleared.keep(origin, Math.min(judgement.verdict.until, now + LASTS_MS))
  }
  return response
}

/** Once for an origin and a session, as sessions are. */
const LASTS_MS = 12 * 3_600_000
