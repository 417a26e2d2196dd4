import type { OneCrlData } from '../../../src/browser/sources/onecrl-source.ts'
import { toBase64 } from '../../../src/browser/storage/base64.ts'
import type { Certificate } from '../../../src/pki/certificate/certificate.ts'
import { indexOneCrl } from '../../../src/pki/onecrl/onecrl-index.ts'
import { PkiError } from '../../../src/pki/pki-error.ts'
import { immediateCrypto } from '../../fakes/immediate-crypto.ts'
import { now as start } from '../../pki/build/certificate.ts'
import type { Fault } from './fault.ts'

const DAY = 86_400_000

/** Fields of a record. */
type Entry = (certificate: Certificate) => Promise<object>

const bySerial: Entry = async ({ issuer, serial }) => ({
  issuerName: toBase64(issuer),
  serialNumber: toBase64(serial),
})

const byKey: Entry = async ({ subject, spki }) => ({
  subject: toBase64(subject),
  pubKeyHash: toBase64(new Uint8Array(await immediateCrypto.digest('SHA-256', spki))),
})

/** Each nearly the certificate: its name with another serial or key, its serial of another issuer. */
const OTHERS: readonly Entry[] = [
  async ({ issuer }) => ({ issuerName: toBase64(issuer), serialNumber: 'Fw==' }),
  async ({ subject }) => ({ subject: toBase64(subject), pubKeyHash: toBase64(new Uint8Array(32)) }),
  async ({ subject, serial }) => ({ issuerName: toBase64(subject), serialNumber: toBase64(serial) }),
]

/** What OneCRL has to say, or has not. */
export function listings(): readonly Fault[] {
  const victim = 'onecrl'
  return [
    { victim, name: 'no-data', arrange: (world) => void (world.onecrl = async () => undefined) },
    { victim, name: 'is off', arrange: (world) => void (world.onecrl = async () => 'off') },
    {
      victim,
      name: 'is rubbish on the disk',
      arrange: (world) =>
        void (world.onecrl = async () => {
          throw new PkiError('malformed', 'rubbish')
        }),
    },
    { ...compared('does not list it', OTHERS), listing: 'does not list it' },
    { ...compared('does not list it, as of nine days ago', OTHERS, 9), listing: 'does not list it' },
    compared('does not list it, as of eleven days ago', OTHERS, 11),
    compared('does not list it, as of three months ago', OTHERS, 90),
    compared('does not list it, as of a time to come', OTHERS, -1),
    { ...compared('lists it by its serial', [...OTHERS, bySerial]), listing: 'lists it' },
    { ...compared('lists it by its key', [...OTHERS, byKey]), listing: 'lists it' },
    // That it is revoked no time undoes.
    { ...compared('lists it, as of three months ago', [bySerial], 90), listing: 'lists it' },
    { ...compared('lists it, as of a time to come', [byKey], -1), listing: 'lists it' },
  ]
}

/** Last compared with what Mozilla has that many days ago. */
function compared(name: string, entries: readonly Entry[], days = 0): Fault {
  const made = new Map<Certificate, Promise<OneCrlData>>()
  const make = async (certificate: Certificate): Promise<OneCrlData> => ({
    index: indexOneCrl(await Promise.all(entries.map((entry) => entry(certificate)))),
    timestamp: start - days * DAY,
    checkedAt: start - days * DAY,
  })
  return {
    victim: 'onecrl',
    name,
    arrange(world, { ca: { certificate } }) {
      const data = made.get(certificate) ?? make(certificate)
      made.set(certificate, data)
      world.onecrl = () => data
    },
  }
}
