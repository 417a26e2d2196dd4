import { type openssl, pemOf, withFiles, withOpenssl } from '../openssl.ts'
import type { Contender } from '../race.ts'
import { type Contest, measureSample, type Outcome } from './contest.ts'
import { crlSample } from './sample.ts'

/** The same contest with the processes of openssl among the contenders. */
export async function measure(contest: Contest): Promise<Outcome> {
  const sample = await crlSample(contest.count)
  return withFiles([sample.crl, pemOf(sample.ca.issuer.der)], (crl = '', ca = '') =>
    withOpenssl((run) => measureSample(sample, contest, processes(run, crl, ca))),
  )
}

function processes(run: typeof openssl, crl: string, ca: string): readonly Contender[] {
  const args = ['crl', '-in', crl, '-inform', 'DER', '-noout', '-CAfile', ca]
  return [
    { name: 'openssl', run: async () => (await run(...args)).includes('verify OK') },
    { name: 'opensslStart', run: async () => (await run('version')).includes('OpenSSL') },
  ]
}
