import { mkdir, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'

import { findTrustModule } from '../../scripts/firefox.mjs'
import { startLab } from './lab.ts'
import { EVERY_ROW } from './scenarios/rows.ts'
import { p11KitFile } from './p11-kit.ts'
import type { Lab } from './scenario.ts'

/** Runs the laboratory until Ctrl-C, and says how to visit it by hand. */
async function main(): Promise<void> {
  const lab = await startLab({ rows: EVERY_ROW })
  await writeRoots(lab)
  console.log(instructions(lab))
  const stop = () => void lab.close().then(() => process.exit(0))
  process.once('SIGINT', stop).once('SIGTERM', stop)
}

const FOLDER = resolve('.lab')
const P11_KIT_FOLDER = resolve(FOLDER, 'p11-kit')

async function writeRoots({ roots, names }: Lab): Promise<void> {
  await mkdir(P11_KIT_FOLDER, { recursive: true })
  await Promise.all([
    writeFile(resolve(FOLDER, 'public-root.pem'), roots.public),
    writeFile(resolve(FOLDER, 'private-root.pem'), roots.private),
    writeFile(resolve(P11_KIT_FOLDER, 'public-root.p11-kit'), p11KitFile(roots.public)),
    writeFile(resolve(FOLDER, 'local-domains.txt'), `${names.join(',')}\n`),
  ])
}

function instructions({ indexUrl, scenarios }: Lab): string {
  return `The laboratory is running with ${scenarios.length} scenarios. Ctrl-C ends it.

  ${indexUrl}

To visit it by hand, in a Firefox profile made for it (about:profiles), since its roots must never be trusted elsewhere:

1. In about:config set
     network.dns.localDomains                 to the line in ${resolve(FOLDER, 'local-domains.txt')}
     security.pki.certificate_transparency.mode   to 0: these certificates are in no log
2. Private CA: Settings, Certificates, Authorities, Import:
     ${resolve(FOLDER, 'private-root.pem')}
3. Public CA, which Firefox must take for a built-in one: with the profile not running,
   append to its pkcs11.txt, after an empty line:
     library=${findTrustModule() ?? 'path of p11-kit-trust.so (Debian: package p11-kit-modules)'}
     name=Laboratory roots
     parameters=paths='${P11_KIT_FOLDER}'
     NSS=trustOrder=100

The roots are made anew at every start.`
}

await main()
