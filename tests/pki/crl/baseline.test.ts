import { beforeAll, describe, expect, it } from 'vitest'
import { checkCrl } from '../../../src/pki/crl/status.ts'
import { type Authority, buildAuthority, caKeyId } from '../build/authority.ts'
import { authorityKeyId, day, now } from '../build/certificate.ts'
import { context } from '../build/context.ts'
import { buildCrl, crlNumber, type CrlPlan } from '../build/crl.ts'

let ca: Authority
beforeAll(async () => {
  ca = await buildAuthority()
})

async function notesOn(plan: Partial<CrlPlan>, changes: Partial<Authority['certificate']> = {}) {
  const extensions = [authorityKeyId(caKeyId), crlNumber()]
  const crl = await buildCrl({ signer: ca.key, issuer: ca.name, extensions, ...plan })
  const certificate = { ...ca.certificate, ...changes }
  return (await checkCrl(crl, { certificate, issuer: ca.issuer }, context())).notes
}

describe('of a CRL it is noted', () => {
  it('nothing, if it is as the Baseline Requirements want it', async () => {
    expect(await notesOn({})).toBeUndefined()
    expect(await notesOn({ thisUpdate: now - 4 * day, nextUpdate: now + 6 * day })).toBeUndefined()
  })

  it('that it lives for more than ten days, or for ever', async () => {
    expect(await notesOn({ nextUpdate: now + 9 * day + 1000 })).toEqual(['interval-too-long'])
    expect(await notesOn({ nextUpdate: undefined })).toEqual(['no-next-update'])
  })

  it('that the next one is late: after four days, or seven where there is a responder', async () => {
    expect(await notesOn({ thisUpdate: now - 5 * day })).toEqual(['reissue-overdue'])
    const ocspUrls = ['http://ocsp.example']
    expect(await notesOn({ thisUpdate: now - 5 * day }, { ocspUrls })).toBeUndefined()
    expect(await notesOn({ thisUpdate: now - 7 * day - 1000, nextUpdate: now + day }, { ocspUrls })).toEqual([
      'reissue-overdue',
    ])
  })

  it('neither of these over certificates of CAs, for a year', async () => {
    const plan = { thisUpdate: now - 9 * day, nextUpdate: now + 356 * day }
    expect(await notesOn(plan, { isCa: true })).toBeUndefined()
    expect(await notesOn({ ...plan, nextUpdate: now + 400 * day }, { isCa: true })).toEqual([
      'interval-too-long',
    ])
  })

  it('that it has no number, or does not name its key', async () => {
    expect(await notesOn({ extensions: [authorityKeyId(caKeyId)] })).toEqual(['no-crl-number'])
    expect(await notesOn({ extensions: [crlNumber()] })).toEqual(['no-authority-key-id'])
  })
})
