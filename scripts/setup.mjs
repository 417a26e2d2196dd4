// Brings what is missing: npm's packages, Firefox, p11-kit's trust module, a font, three web servers. Quick and silent when nothing is.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync, utimesSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { findFirefox, findTrustModule } from './firefox.mjs'
import { findProgram } from './programs.mjs'

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))

const NODE = [20, 19]

export function setup() {
  process.chdir(ROOT)
  checkNode()
  installPackages()
  installPrograms()
  installServers()
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const [wantedMajor = 0, wantedMinor = 0] = NODE
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return
  fail(`Node ${NODE.join('.')} or later is needed; this is ${process.versions.node}. https://nodejs.org/`)
}

function installPackages() {
  const installed = 'node_modules/.package-lock.json'
  const isCurrent =
    existsSync(installed) && statSync(installed).mtimeMs >= statSync('package-lock.json').mtimeMs
  if (isCurrent) return
  console.log('Installing the npm packages…')
  // npm leaves the file alone where nothing had to change, so it is given the time of this check.
  if (!run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'])) fail('npm ci failed.')
  const now = new Date()
  utimesSync(installed, now, now)
}

function installPrograms() {
  const missing = [
    ...(findFirefox() === undefined ? ['firefox-esr'] : []),
    ...(findTrustModule() === undefined ? ['p11-kit-modules'] : []),
    ...(hasFonts() ? [] : ['fonts-dejavu-core']),
  ]
  if (missing.length === 0) return
  console.log(`Installing ${missing.join(', ')}…`)
  if (!installWithApt(missing)) fail(howToInstall(missing))
  if (findFirefox() === undefined || findTrustModule() === undefined) fail(howToInstall(missing))
}

// Real servers, to be tried against a real Firefox. Without them, what needs them is left out, and said to be.
function installServers() {
  const missing = [
    ...(findProgram('apache2', 'httpd') === undefined ? ['apache2-bin'] : []),
    ...(findProgram('nginx') === undefined ? ['nginx'] : []),
    ...(findProgram('caddy') === undefined ? ['caddy'] : []),
  ]
  if (missing.length === 0) return
  console.log(`Installing ${missing.join(', ')}…`)
  // Each by itself: not every system has them all.
  const without = missing.filter((name) => !installWithApt([name]))
  if (without.length > 0)
    console.log(`Not to be installed from here: ${without.join(', ')}. What needs them is left out.`)
  // The laboratory starts its own; Debian's would sit on port 80 from now on.
  for (const name of ['nginx', 'caddy'].filter((one) => missing.includes(one) && !without.includes(one)))
    asRoot('systemctl', ['disable', '--now', name], 'ignore')
}

// Screenshots need some font; any will do.
function hasFonts() {
  if (process.platform !== 'linux') return true
  const home = process.env['HOME'] ?? ''
  const folders = [
    '/usr/share/fonts',
    '/usr/local/share/fonts',
    join(home, '.fonts'),
    join(home, '.local/share/fonts'),
  ]
  return folders.some((folder) => existsSync(folder) && readdirSync(folder, { recursive: true }).some(isFont))
}

/** @param {string | Buffer} name */
const isFont = (name) => /\.(ttf|otf|ttc|pfb|woff2?)$/i.test(name.toString())

/** @param {string[]} parameters */
const apt = (...parameters) =>
  asRoot('env', ['DEBIAN_FRONTEND=noninteractive', 'apt-get', '-q', ...parameters])

/** @param {string[]} packages */
function installWithApt(packages) {
  isAptReady ??= prepareApt()
  const install = () => apt('install', '-y', '--no-install-recommends', ...packages)
  return isAptReady && (install() || install())
}

/** @type {boolean | undefined} */
let isAptReady

/** Whether packages can be installed; then it knows what there is by now. */
function prepareApt() {
  if (!run('apt-get', ['--version'], 'ignore')) return false
  if (!isRoot() && !run('sudo', ['-n', 'true'], 'ignore')) return false
  apt('update')
  return true
}

const isRoot = () => process.getuid?.() === 0

/**
 * @param {string} program
 * @param {string[]} parameters
 * @param {'inherit' | 'ignore'} [stdio]
 */
function asRoot(program, parameters, stdio) {
  return isRoot() ? run(program, parameters, stdio) : run('sudo', ['-n', program, ...parameters], stdio)
}

/** @param {string[]} packages */
const howToInstall = (packages) => `Missing, and not to be installed from here: ${packages.join(', ')}.
  Debian, Ubuntu: sudo apt-get install ${packages.join(' ')}
  Fedora:         sudo dnf install firefox p11-kit-trust
  Arch:           sudo pacman -S firefox p11-kit
Another Firefox can be named: FIREFOX=/path/to/firefox`

/**
 * @param {string} program
 * @param {string[]} parameters
 * @param {'inherit' | 'ignore'} stdio
 */
function run(program, parameters, stdio = 'inherit') {
  return spawnSync(program, parameters, { stdio }).status === 0
}

/** @param {string} message @returns {never} */
function fail(message) {
  console.error(message)
  process.exit(1)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) setup()
