import type { SigningTrust } from '../../pki/remote-settings/signing-chain.ts'

/** The collections that are kept up to date. */
export const COLLECTIONS = ['onecrl', 'cert-revocations'] as const
export type CollectionName = (typeof COLLECTIONS)[number]

/** Where the offline data comes from, and whom to believe about it. */
export interface RemoteSettingsConfig {
  /** With the version of the API, without a slash at the end. */
  readonly server: string
  readonly bucket: string
  /** Origins of the only places that attachments and certificate chains (x5u) are fetched from. */
  readonly attachmentsOrigin: string
  readonly chainOrigin: string
  readonly trust: SigningTrust
  /** Of the filters: what the preference security.pki.crlite_channel is in a Firefox left alone. */
  readonly channel: string
}

/** Mozilla's: AppConstants.sys.mjs, and for the root ContentSignatureVerifier's "root-ca-production-amo". */
export const PRODUCTION: RemoteSettingsConfig = {
  server: 'https://firefox.settings.services.mozilla.com/v1',
  bucket: 'security-state',
  attachmentsOrigin: 'https://firefox-settings-attachments.cdn.mozilla.net',
  chainOrigin: 'https://content-signature-2.cdn.mozilla.net',
  trust: {
    rootFingerprint: 'c8a80e9afaef4e219b6fb5d7a71d0f101223bac5001ac28f9b0d43dc59a106db',
    signerName: 'onecrl.content-signature.mozilla.org',
  },
  channel: 'default',
}
