import { fieldsOf } from '../../pki/remote-settings/changeset.ts'
import { PRODUCTION, type RemoteSettingsConfig } from './config.ts'

/**
 * Where an administrator says that the offline data comes from (`remoteSettings` in the add-on's managed storage): a
 * mirror with a signing chain of its own, for networks that do not reach Mozilla's. Mozilla's, unless all of it is there
 * and leads over https.
 */
export function remoteSettingsConfig(managed: unknown): RemoteSettingsConfig {
  const { server, attachmentsOrigin, chainOrigin, rootFingerprint, signerName } = fieldsOf(managed)
  const isSecure = isHttps(server) && isHttps(attachmentsOrigin) && isHttps(chainOrigin)
  if (!isSecure || typeof rootFingerprint !== 'string' || typeof signerName !== 'string') return PRODUCTION
  const trust = { rootFingerprint: rootFingerprint.toLowerCase(), signerName }
  return { ...PRODUCTION, server, attachmentsOrigin, chainOrigin, trust }
}

function isHttps(value: unknown): value is string {
  return typeof value === 'string' && URL.canParse(value) && new URL(value).protocol === 'https:'
}
