import { describe, expect, it } from 'vitest'
import { PRODUCTION } from '../../../src/browser/remote-settings/config.ts'
import { remoteSettingsConfig } from '../../../src/browser/remote-settings/managed-config.ts'

const MIRROR = {
  server: 'https://mirror.company.example/v1',
  attachmentsOrigin: 'https://files.company.example',
  chainOrigin: 'https://chains.company.example',
  rootFingerprint: 'ABCDEF',
  signerName: 'signer.company.example',
}

describe('where the offline data come from', () => {
  it.each([undefined, null, {}, 'https://mirror.company.example', []])(
    'is Mozilla where an administrator says %j',
    (managed) => {
      expect(remoteSettingsConfig(managed)).toBe(PRODUCTION)
    },
  )

  it('is the mirror of a company, with its own trust, where all of it is said', () => {
    expect(remoteSettingsConfig(MIRROR)).toEqual({
      server: MIRROR.server,
      attachmentsOrigin: MIRROR.attachmentsOrigin,
      chainOrigin: MIRROR.chainOrigin,
      trust: { rootFingerprint: 'abcdef', signerName: MIRROR.signerName },
      bucket: 'security-state',
      channel: 'default',
    })
  })

  it.each(Object.keys(MIRROR))('is Mozilla where %s is missing: nothing is half somebody else’s', (name) => {
    expect(remoteSettingsConfig({ ...MIRROR, [name]: undefined })).toBe(PRODUCTION)
  })

  it.each(['server', 'attachmentsOrigin', 'chainOrigin'])('is never one whose %s is not https', (name) => {
    for (const url of ['http://mirror.company.example', 'file:///etc/passwd', 'mirror', '', 7]) {
      expect(remoteSettingsConfig({ ...MIRROR, [name]: url })).toBe(PRODUCTION)
    }
  })
})
