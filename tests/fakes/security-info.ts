import type { WebRequest } from 'webextension-polyfill'

/** What getSecurityInfo gives for a connection that Firefox accepted. */
export function securityInfo(
  more: Partial<WebRequest.SecurityInfo> & { readonly ders?: readonly number[][] } = {},
): WebRequest.SecurityInfo {
  const {
    ders = [
      [0x30, 0],
      [0x30, 0],
    ],
    ...fields
  } = more
  return {
    state: 'secure',
    protocolVersion: 'TLSv1.3',
    cipherSuite: 'TLS_AES_128_GCM_SHA256',
    keaGroupName: 'mlkem768x25519',
    usedOcsp: false,
    certificates: ders.map((rawDER, index) => ({
      subject: '',
      issuer: '',
      validity: { start: 0, end: 0 },
      fingerprint: { sha1: '', sha256: index === 0 ? 'AA:BB' : 'CC:DD' },
      serialNumber: '',
      isBuiltInRoot: index === ders.length - 1,
      subjectPublicKeyInfoDigest: { sha256: '' },
      rawDER,
    })),
    ...fields,
  }
}
