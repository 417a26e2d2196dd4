import { checkCrl } from '../../../src/pki/crl/status.ts'
import { readCrl } from '../crl-engine.ts'
import type { Fields } from '../fields.ts'
import { contextAt, type Material, MaterialError, serialBytes, standIn } from '../material.ts'
import type { Verdict } from '../verdict.ts'
import { signatureOf } from './crl.ts'

/** Big CRLs: what is listed is found, what is not listed is not, and the signature holds where the issuer is known. */
export async function judgeCrlLookup(material: Material): Promise<Verdict> {
  const listed = serials(material.extra, 'revoked_serials')
  const absent = serials(material.extra, 'absent_serials')
  const { lists } = readCrl(material.documents[0])
  const missed = listed.filter((serial) => !lists(serialBytes(serial)))
  const invented = absent.filter((serial) => lists(serialBytes(serial)))
  if (missed.length > 0) return { got: 'missed', cause: missed.join(' ') }
  if (invented.length > 0) return { got: 'invented', cause: invented.join(' ') }
  return material.issuer === undefined
    ? { got: 'parse-ok' }
    : verifiedLookup(material, material.issuer, listed, absent)
}

/** The same through `checkCrl`, which may find that the CRL is not about such certificates, but nothing wrong. */
async function verifiedLookup(
  { documents: [bytes], certificate, time }: Material,
  path: string,
  listed: readonly string[],
  absent: readonly string[],
): Promise<Verdict> {
  const issuer = certificate(path)
  const context = contextAt(time ?? readCrl(bytes).thisUpdate)
  const check = async (serial: string) =>
    (await checkCrl(bytes, { certificate: standIn(issuer, serial), issuer }, context)).status.kind
  const [ofListed, ofAbsent] = [await Promise.all(listed.map(check)), await Promise.all(absent.map(check))]
  if (ofListed.includes('good')) return { got: 'missed', cause: 'a listed serial is good' }
  if (ofAbsent.includes('revoked'))
    return { got: 'invented', cause: 'a serial is revoked that is not listed' }
  return signatureOf(bytes, issuer)
}

function serials(extra: Fields, name: string): readonly string[] {
  const value = extra[name] ?? []
  if (!Array.isArray(value)) throw new MaterialError(`extra.${name} is not a list`)
  return value.map((serial: unknown) => {
    if (typeof serial !== 'string') throw new MaterialError(`extra.${name}: a serial that is no text`)
    return serial
  })
}
