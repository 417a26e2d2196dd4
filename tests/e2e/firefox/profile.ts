import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findTrustModule } from '../../../scripts/firefox.mjs'
import { p11KitFile } from '../../lab/p11-kit.ts'
import { encodeUserJs, type Prefs } from './prefs.ts'

export interface Profile {
  readonly folder: string
  remove(): Promise<void>
}

/** A profile in which the given root counts as a built-in one. It is kept at the end only if it was there before. */
export async function makeProfile(
  builtInRoot: string | undefined,
  prefs: Prefs,
  existing?: string,
): Promise<Profile> {
  const folder = existing ?? (await mkdtemp(join(tmpdir(), 'hardfail-profile-')))
  await writeFile(join(folder, 'user.js'), encodeUserJs(prefs))
  if (builtInRoot !== undefined) await writeTrustModule(folder, builtInRoot)
  return {
    folder,
    remove: async () => {
      // Firefox's children may still be writing for a moment after it has gone.
      if (existing === undefined)
        await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
    },
  }
}

async function writeTrustModule(folder: string, root: string): Promise<void> {
  const module = findTrustModule()
  if (module === undefined) throw new Error('p11-kit-trust.so was not found: run "node scripts/setup.mjs"')
  const roots = join(folder, 'built-in-roots')
  await mkdir(roots, { recursive: true })
  await writeFile(join(roots, 'root.p11-kit'), p11KitFile(root))
  await writeFile(join(folder, 'pkcs11.txt'), `${softToken(folder)}\n${trustModule(module, roots)}\n`)
}

// NSS reads this file in place of its own default, so its internal module must be named too.
const softToken = (folder: string) => `library=
name=NSS Internal PKCS #11 Module
parameters=configdir='sql:${folder}' certPrefix='' keyPrefix='' secmod='secmod.db' flags=optimizeSpace updatedir='' updateCertPrefix='' updateKeyPrefix='' updateid='' updateTokenDescription=''
NSS=Flags=internal,critical trustOrder=75 cipherOrder=100 slotParams=(1={slotFlags=[ECC,RSA,DSA,DH,RC2,RC4,DES,RANDOM,SHA1,MD5,MD2,SSL,TLS,AES,Camellia,SEED,SHA256,SHA512] askpw=any timeout=30})
`

const trustModule = (library: string, roots: string) => `library=${library}
name=Laboratory roots
parameters=paths='${roots}'
NSS=trustOrder=100
`
