import { execFile, spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'

import { parseCertificate } from '../../src/pki/certificate/parse.ts'
import { startLab } from './lab.ts'
import { pem } from './pki/key.ts'
import type { Lab, Scenario } from './scenario.ts'
import { exchange, scenario, shakeHands } from './visitor.ts'

// The PKI is made first, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

// A second opinion, from an implementation that shares no code with the laboratory or the add-on.
const hasOpenssl = spawnSync('openssl', ['version']).status === 0

describe.skipIf(!hasOpenssl)('openssl (skipped where it is not installed)', () => {
  let lab: Lab
  let folder: string

  beforeAll(async () => {
    lab = await startLab({ port: 0 })
    folder = await mkdtemp(join(tmpdir(), 'lab-openssl-'))
  })
  afterEach(() => lab.reset())
  afterAll(async () => {
    await lab.close()
    await rm(folder, { recursive: true })
  })

  /** Writes the chain of a scenario to files. */
  async function chainFiles(one: Scenario) {
    const [leaf, issuer] = (await shakeHands(lab, one)).chain
    const files = { leaf: join(folder, 'leaf'), issuer: join(folder, 'issuer'), root: join(folder, 'root') }
    await Promise.all([
      writeFile(files.leaf, pem('CERTIFICATE', leaf)),
      writeFile(files.issuer, pem('CERTIFICATE', issuer)),
      writeFile(files.root, lab.roots[one.kind]),
    ])
    return { ...files, certificate: parseCertificate(leaf) }
  }

  /** Has openssl ask for an answer, and judge it. */
  async function askByOpenssl(id: string): Promise<string> {
    const one = scenario(lab, id)
    await one.arrange()
    const { leaf, issuer, root, certificate } = await chainFiles(one)
    const url = new URL(certificate.ocspUrls[0] ?? '')
    const request = join(folder, 'request')
    const response = join(folder, 'response')
    const hash = id.includes('sha256') ? ['-sha256'] : []
    const about = [...hash, '-issuer', issuer, '-cert', leaf]
    await openssl('ocsp', ...about, '-no_nonce', '-reqout', request)
    const { body } = await exchange(url.href, { method: 'POST', body: await readFile(request) })
    await writeFile(response, body)
    const trust = ['-CAfile', root, '-verify_other', issuer]
    return openssl('ocsp', ...about, '-respin', response, '-no_nonce', ...trust)
  }

  it.each(['01-ocsp', '01-ocsp-rsa', '05-good', '14-no-pointer', '15-no-pointer'])(
    'verifies the chain of %s',
    async (slug) => {
      for (const kind of ['public', 'private']) {
        const { leaf, issuer, root } = await chainFiles(scenario(lab, `${slug}.${kind}`))
        const verified = ['-x509_strict', '-purpose', 'sslserver', '-CAfile', root, '-untrusted', issuer]
        expect(await openssl('verify', ...verified, leaf)).toContain('leaf: OK')
      }
    },
  )

  it.each([
    '01-ocsp.public',
    '01-ocsp-rsa.private',
    '10-by-delegate.public',
    '10-by-key-hash.private',
    '10-by-delegate-key-hash.public',
    '10-several.public',
    '10-sha1-certid.public',
    '10-sha256-certid.public',
    '10-no-next-update.private',
  ])('finds the answer of %s good', async (id) => {
    const judgement = await askByOpenssl(id)
    expect(judgement).toContain('Response verify OK')
    expect(judgement).toContain('leaf: good')
  })

  it('finds the revoked certificate revoked, for key compromise', async () => {
    const judgement = await askByOpenssl('02-ocsp.public')
    expect(judgement).toContain('Response verify OK')
    expect(judgement).toContain('leaf: revoked')
    expect(judgement).toContain('Reason: keyCompromise')
  })

  it.each(['bad-signature', 'by-delegate-without-purpose', 'by-expired-delegate', 'by-another-ca'])(
    'refuses the answer of 09-%s',
    async (answer) => {
      expect(await askByOpenssl(`09-${answer}.public`)).toContain('Response Verify Failure')
    },
  )

  it('sees that an answer expired', async () => {
    expect(await askByOpenssl('09-expired.public')).toContain('WARNING: Status times invalid')
    expect(await askByOpenssl('09-replayed.public')).toContain('WARNING: Status times invalid')
  })

  it.each(['public', 'private'])('checks the CRLs of a whole chain (%s)', async (kind) => {
    const check = async (slug: string) => {
      const one = scenario(lab, `${slug}.${kind}`)
      await one.arrange()
      const { leaf, issuer, root, certificate } = await chainFiles(one)
      const [leafCrl = ''] = certificate.crlDistributionPoints.flatMap(({ urls }) => urls)
      const rootCrl = new URL('/root.crl', leafCrl.replace(/crl-[^.]+/, 'crl')).href
      const crls = join(folder, 'crls')
      const bodies = [await exchange(leafCrl), await exchange(rootCrl)].map(({ body }) =>
        pem('X509 CRL', body),
      )
      await writeFile(crls, bodies.join(''))
      return openssl(
        'verify',
        '-crl_check_all',
        '-CRLfile',
        crls,
        '-CAfile',
        root,
        '-untrusted',
        issuer,
        leaf,
      )
    }
    expect(await check('05-good')).toContain('leaf: OK')
    expect(await check('05-good-rsa')).toContain('leaf: OK')
    expect(await check('05-revoked')).toMatch(/error 23 at 0 depth lookup: certificate revoked/)
    expect(await check('12-intermediate')).toMatch(/error 23 at 1 depth lookup: certificate revoked/)
    expect(await check('05-bad-signature')).toContain('CRL signature failure')
    expect(await check('05-expired')).toContain('CRL has expired')
  })
})

const run = promisify(execFile)

async function openssl(...args: readonly string[]): Promise<string> {
  // What openssl has against something, it says on stderr and by its exit code.
  const { stdout, stderr } = await run('openssl', args).catch(
    (error: { stdout: string; stderr: string }) => error,
  )
  return stdout + stderr
}
