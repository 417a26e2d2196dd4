import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { ServerFiles } from './real-site.ts'

export interface ApachePlan {
  readonly program: 'apache'
  /** Of the virtual host, in its usual configuration; the rest is as Apache has it by default. */
  readonly directives: readonly string[]
}

/** Debian's and Fedora's. */
const MODULE_FOLDERS = [
  '/usr/lib/apache2/modules',
  '/usr/lib64/httpd/modules',
  '/usr/lib/httpd/modules',
  '/opt/homebrew/lib/httpd/modules',
]

/** Everything below one folder, on one port, for nobody but this machine. `more` is what an administrator adds. */
export function apacheConfiguration(
  { directives }: ApachePlan,
  { folder, host, port, responderUrl, chain, key, pages, proxyUrl }: ServerFiles,
  more: string,
): string {
  const modules = MODULE_FOLDERS.find((each) => existsSync(each)) ?? ''
  const load = (name: string) => `LoadModule ${name}_module ${join(modules, `mod_${name}.so`)}`
  const usesModMd = /^\s*MD/m.test(more)
  return `ServerRoot ${folder}
DefaultRuntimeDir ${folder}
PidFile ${join(folder, 'pid')}
Mutex file:${folder} default
ServerName ${host}
Listen 127.0.0.1:${port}
${['mpm_event', 'authz_core', 'dir', 'socache_shmcb', 'ssl'].map(load).join('\n')}
ErrorLog ${join(folder, 'error.log')}
StartServers 1
ServerLimit 1
ThreadsPerChild 8
MaxRequestWorkers 8
# No session is taken up again, so that every visit sees what is stapled now.
SSLSessionCache none
SSLStaplingCache shmcb:${join(folder, 'stapling')}(65536)
${usesModMd ? modMd(load('md'), folder, proxyUrl) : ''}
<VirtualHost 127.0.0.1:${port}>
  ServerName ${host}
  DocumentRoot ${pages}
  DirectoryIndex index.html
  SSLEngine on
  SSLCertificateFile ${chain}
  SSLCertificateKeyFile ${key}
  # The responder by its address: its name is known to Firefox alone.
  SSLStaplingForceURL ${responderUrl}
  ${directives.join('\n  ')}
  ${more}
</VirtualHost>
`
}

const modMd = (load: string, folder: string, proxyUrl: string) => `${load}
MDStoreDir ${join(folder, 'md')}
MDHttpProxy ${proxyUrl}`
