import { bytesEqual } from '../../../src/pki/bytes.ts'
import type { Certificate } from '../../../src/pki/certificate/certificate.ts'
import { describe, expect, it } from 'vitest'
import type { Bytes } from '../../../src/pki/bytes.ts'
import {
  type ContentSignature,
  type SignedText,
  verifyContentSignature,
} from '../../../src/pki/remote-settings/content-signature.ts'
import type { SigningContext, SigningTrust } from '../../../src/pki/remote-settings/signing-chain.ts'
import {
  attribute,
  day,
  digitalSignature,
  extension,
  keyCertSign,
  keyEncipherment,
  name,
  now,
  serverAuth,
} from '../build/certificate.ts'
import { implicit, integer, nothing, sequence, tagged, text as utf8 } from '../build/der.ts'
import { ecdsaKey, rsaKey } from '../build/keys.ts'
import {
  basicConstraints,
  buildSigningChain,
  type BuiltSigningChain,
  codeSigning,
  dns,
  email,
  excluded,
  nameConstraints,
  pem,
  permitted,
  signerName,
  type SigningChainPlan,
  subjectAltName,
} from '../build/signing-chain.ts'

const text = '{"data":[],"last_modified":"1"}'

interface Attempt {
  readonly signed?: Partial<SignedText>
  readonly trust?: Partial<SigningTrust>
  readonly now?: number
  readonly isRevoked?: SigningContext['isRevoked']
}

async function verify(built: BuiltSigningChain, attempt: Attempt = {}): Promise<ContentSignature> {
  const { chain, rootFingerprint } = built
  const context: SigningContext = {
    trust: { rootFingerprint, signerName, ...attempt.trust },
    now: attempt.now ?? now,
    crypto: crypto.subtle,
    ...(attempt.isRevoked && { isRevoked: attempt.isRevoked }),
  }
  return verifyContentSignature(
    { text, signature: await built.sign(text), chain, ...attempt.signed },
    context,
  )
}

async function causeFor(plan: SigningChainPlan, attempt: Attempt = {}): Promise<string> {
  const outcome = await verify(await buildSigningChain(plan), attempt)
  return outcome.kind === 'refused' ? outcome.cause : outcome.kind
}

const leafWith = (...extensions: Bytes[]) => ({ leaf: { extensions } })
const intermediateWith = (...extensions: Bytes[]) => ({
  intermediate: { extensions },
})
const ca = [basicConstraints(0), keyCertSign(), codeSigning()]
const signer = [digitalSignature(), codeSigning()]

describe('a content signature', () => {
  it('is verified with who signed, and until when that counts', async () => {
    const built = await buildSigningChain()
    expect(await verify(built)).toEqual({
      kind: 'verified',
      signer: 'Leaf, Example',
      until: now + 60 * day,
    })
  })

  it('is refused over any other text', async () => {
    const built = await buildSigningChain()
    expect(await verify(built, { signed: { text: text.replace('1', '2') } })).toMatchObject({
      cause: 'bad-signature',
    })
  })

  it('is refused with any bit of it turned over', async () => {
    const built = await buildSigningChain()
    const signature = Buffer.from(await built.sign(text), 'base64url')
    for (const at of [0, 47, 48, 95]) {
      const spoiled = Buffer.from(signature)
      spoiled[at] = (spoiled[at] ?? 0) ^ 1
      const outcome = await verify(built, { signed: { signature: spoiled.toString('base64url') } })
      expect(outcome).toMatchObject({ cause: 'bad-signature' })
    }
  })

  it('is refused without the prefix that tells it from other signatures', async () => {
    const built = await buildSigningChain()
    const signature = await built.sign('')
    expect(await verify(built, { signed: { signature } })).toMatchObject({ cause: 'bad-signature' })
  })

  it('is malformed unless it is 96 bytes in base64url', async () => {
    const built = await buildSigningChain()
    const right = await built.sign(text)
    for (const signature of ['', '!!!', right.slice(0, -4), `${right}AAAA`, 'A'.repeat(1 << 20)]) {
      expect(await verify(built, { signed: { signature } })).toMatchObject({ cause: 'malformed' })
    }
  })

  it('cannot be over a text beyond ASCII', async () => {
    const built = await buildSigningChain()
    expect(await verify(built, { signed: { text: 'é' } })).toMatchObject({ cause: 'malformed' })
  })

  it('by a key of another curve is refused', async () => {
    expect(await causeFor({ leafCurve: 'P-256' })).not.toBe('verified')
  })
})

describe('the chain', () => {
  it('may be signed with RSA or ECDSA, at every step', async () => {
    const kinds = [
      rsaKey('SHA-256'),
      rsaKey('SHA-384', 4096),
      ecdsaKey('P-256', 'SHA-256'),
      ecdsaKey('P-384', 'SHA-384'),
    ]
    for (const key of await Promise.all(kinds)) {
      expect(await causeFor({ rootKey: key })).toBe('verified')
      expect(await causeFor({ intermediateKey: key })).toBe('verified')
    }
  }, 30_000)

  it('must not have a certificate that is known to be revoked', async () => {
    const built = await buildSigningChain()
    for (const der of [built.leaf, built.intermediate]) {
      const isRevoked = (certificate: Certificate) => Promise.resolve(bytesEqual(certificate.der, der))
      expect(await verify(built, { isRevoked })).toMatchObject({ cause: 'revoked' })
    }
    expect(await verify(built, { isRevoked: () => Promise.resolve(false) })).toMatchObject({
      kind: 'verified',
    })
  })

  it('may leave the root out where that is known', async () => {
    const built = await buildSigningChain()
    const chain = pem(built.leaf) + pem(built.intermediate)
    expect(await verify(built, { signed: { chain } })).toMatchObject({ cause: 'untrusted-root' })
    expect(await verify(built, { signed: { chain }, trust: { root: built.root } })).toMatchObject({
      kind: 'verified',
    })
  })

  it('must end in the pinned root, the whole of it', async () => {
    const [built, other] = await Promise.all([buildSigningChain(), buildSigningChain()])
    const { rootFingerprint } = other
    expect(await verify(built, { trust: { rootFingerprint } })).toMatchObject({ cause: 'untrusted-root' })
    expect(await verify(built, { trust: { rootFingerprint, root: built.root } })).toMatchObject({
      cause: 'untrusted-root',
    })
  })

  it('does not become trusted by having the pinned root appended', async () => {
    const [built, other] = await Promise.all([buildSigningChain(), buildSigningChain()])
    const { rootFingerprint, root } = other
    const chain = pem(built.leaf) + pem(built.intermediate) + pem(root)
    expect(await verify(built, { signed: { chain }, trust: { rootFingerprint } })).toMatchObject({
      cause: 'broken-chain',
    })
  })

  it('must be in its order, without gaps', async () => {
    const { leaf, intermediate, root, ...built } = await buildSigningChain()
    const whole = { leaf, intermediate, root, ...built }
    for (const chain of [
      pem(leaf) + pem(root),
      pem(leaf) + pem(leaf) + pem(intermediate) + pem(root),
      pem(intermediate) + pem(leaf) + pem(root),
      pem(root),
    ]) {
      expect(await verify(whole, { signed: { chain } })).toMatchObject({ kind: 'refused' })
    }
  })

  it('must consist of signatures that verify', async () => {
    const stranger = await ecdsaKey('P-384', 'SHA-384')
    expect(await causeFor({ leaf: { signer: stranger } })).toBe('broken-chain')
    expect(await causeFor({ intermediate: { signer: stranger } })).toBe('broken-chain')
    expect(await causeFor({ rootKey: await rsaKey('SHA-1') })).toBe('broken-chain')
  })

  it('must have the names of its issuers', async () => {
    expect(await causeFor({ leaf: { issuer: name('Somebody else') } })).toBe('broken-chain')
  })

  it('is malformed if it is no PEM, or has what is no certificate', async () => {
    const built = await buildSigningChain()
    const spoiled = pem(built.leaf.subarray(0, -1)) + pem(built.intermediate) + pem(built.root)
    const many = pem(built.leaf).repeat(7)
    for (const chain of ['', '<html>', spoiled, many, 'x'.repeat(1 << 20)]) {
      expect(await verify(built, { signed: { chain } })).toMatchObject({ cause: 'malformed' })
    }
  })

  it('counts only while every certificate of it does', async () => {
    const built = await buildSigningChain({ intermediate: { notAfter: now + 5 * day } })
    expect(await verify(built)).toMatchObject({ until: now + 5 * day })
    expect(await verify(built, { now: now + 5 * day + 1 })).toMatchObject({ cause: 'expired' })
    expect(await verify(built, { now: now - 30 * day - 1 })).toMatchObject({ cause: 'not-yet-valid' })
    expect(await causeFor({ root: { notAfter: now - day } })).toBe('expired')
    expect(await causeFor({ leaf: { notBefore: now + day } })).toBe('not-yet-valid')
  })
})

describe('the leaf', () => {
  it('must have the name of the signer, also in capitals', async () => {
    const other = await buildSigningChain()
    expect(await verify(other, { trust: { signerName: 'other.signature.example' } })).toMatchObject({
      cause: 'wrong-name',
    })
    expect(await verify(other, { trust: { signerName: signerName.toUpperCase() } })).toMatchObject({
      kind: 'verified',
    })
  })

  it('has a name only in its alternative names, and no wildcard', async () => {
    const subject = sequence(attribute('2.5.4.3', utf8(signerName)))
    expect(await causeFor({ leaf: { subject, extensions: signer } })).toBe('wrong-name')
    expect(await causeFor(leafWith(...signer, subjectAltName(dns('*.signature.example'))))).toBe('wrong-name')
    expect(await causeFor(leafWith(...signer, subjectAltName(email(signerName))))).toBe('wrong-name')
  })

  it('must be there to sign content', async () => {
    const names = subjectAltName(dns(signerName))
    expect(await causeFor(leafWith(digitalSignature(), names))).toBe('not-authorized')
    expect(await causeFor(leafWith(codeSigning(), names))).toBe('verified')
    expect(await causeFor(leafWith(keyEncipherment(), codeSigning(), names))).toBe('not-authorized')
    expect(await causeFor(leafWith(...signer, names, basicConstraints()))).toBe('not-authorized')
  })

  it('may not have a critical extension that nobody knows', async () => {
    const critical = extension('1.3.6.1.4.1.99999.1', nothing(), true)
    expect(await causeFor(leafWith(...signer, subjectAltName(dns(signerName)), critical))).toBe('unsupported')
  })
})

const constrained = (...constraints: Bytes[]) => causeFor(intermediateWith(...ca, ...constraints))
const constrainedBy = (...content: Bytes[]) => constrained(extension('2.5.29.30', sequence(...content), true))

describe('the intermediate', () => {
  it('must be a CA for this purpose', async () => {
    expect(await causeFor(intermediateWith(...ca))).toBe('verified')
    expect(await causeFor(intermediateWith(basicConstraints()))).toBe('verified')
    expect(await causeFor(intermediateWith(keyCertSign(), codeSigning()))).toBe('not-authorized')
    expect(await causeFor(intermediateWith(basicConstraints(), digitalSignature()))).toBe('not-authorized')
    expect(await causeFor(intermediateWith(basicConstraints(), serverAuth()))).toBe('not-authorized')
  })

  it('may be below a root only if that allows for it', async () => {
    expect(await causeFor({ root: { extensions: [basicConstraints(1)] } })).toBe('verified')
    expect(await causeFor({ root: { extensions: [basicConstraints(0)] } })).toBe('not-authorized')
  })

  it('keeps the leaf to the names that it is permitted', async () => {
    expect(await constrained(permitted('signature.example'))).toBe('verified')
    expect(await constrained(permitted('other.example', '.SIGNATURE.example'))).toBe('verified')
    expect(await constrained(permitted(''))).toBe('verified')
    expect(await constrained(permitted('ature.example'))).toBe('name-not-permitted')
    expect(await constrained(permitted('.content.signature.example'))).toBe('name-not-permitted')
    expect(await constrained(excluded('signature.example'))).toBe('name-not-permitted')
    expect(await constrained(excluded('other.example'))).toBe('verified')
    const both = nameConstraints([0, [dns('example')]], [1, [dns(signerName)]])
    expect(await constrained(both)).toBe('name-not-permitted')
  })

  it('may not constrain names in a way that nobody here can judge', async () => {
    const directory = tagged(4, name('Elsewhere'))
    expect(await causeFor(intermediateWith(...ca, nameConstraints([0, [directory]])))).toBe(
      'name-not-permitted',
    )
    const address = nameConstraints([1, [email('example')]])
    expect(await causeFor(intermediateWith(...ca, address))).toBe('verified')
    const extensions = [...signer, subjectAltName(dns(signerName), email('a@example'))]
    expect(await causeFor({ ...intermediateWith(...ca, address), leaf: { extensions } })).toBe(
      'name-not-permitted',
    )
  })

  it('is malformed with constraints that are', async () => {
    const withMinimum = sequence(dns('example'), implicit(0, integer(1).subarray(2)))
    expect(await constrainedBy()).toBe('malformed')
    expect(await constrainedBy(tagged(0))).toBe('malformed')
    expect(await constrainedBy(tagged(0, withMinimum))).toBe('malformed')
    expect(await constrainedBy(tagged(0, sequence(nothing())))).toBe('malformed')
  })
})
