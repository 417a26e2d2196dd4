import { figureOf, type Figure } from '../figure.ts'
import { openssl, pemOf, withFiles } from '../openssl.ts'
import { race } from '../race.ts'
import type { Contest } from './contest.ts'

/** What openssl takes, a whole process each time, to say from files what `contest` is about. */
export async function timeOpenssl(
  group: string,
  { certificate, issuer, response }: Contest,
  rounds: number,
): Promise<readonly Figure[]> {
  const [certificateDer, issuerDer, responseDer] = [certificate, issuer, response].map((base64) =>
    Buffer.from(base64, 'base64'),
  )
  if (!certificateDer || !issuerDer || !responseDer) throw new Error('a document is missing')
  const files = [pemOf(certificateDer), pemOf(issuerDer), responseDer]
  return withFiles(files, async (certificate = '', issuer = '', response = '') => {
    const args = ['-respin', response, '-issuer', issuer, '-cert', certificate, '-CAfile', issuer]
    const [check = [], start = []] = await race(
      [
        { name: 'openssl ocsp', run: async () => isGood(await openssl('ocsp', ...args)) },
        { name: 'openssl version', run: async () => (await openssl('version')).includes('OpenSSL') },
      ],
      { rounds, warmUp: 3 },
    )
    return [
      figureOf({ group, name: 'openssl ocsp, a whole process', times: check }),
      figureOf({ group, name: 'openssl version, likewise', times: start }),
    ]
  })
}

function isGood(output: string): boolean {
  return output.includes('Response verify OK') && output.includes(': good')
}
