// npm test: every check there is, the fastest first; the first that fails ends it.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseJson } from './json.mjs'
import { run } from './run.mjs'
import { setup } from './setup.mjs'
import { zipDist } from './zip-dist.mjs'

/** @typedef {{ passed: number, failed: number }} Count */

/**
 * Each gives how its tests went, or whether it went well where it is one test itself.
 *
 * @type {[name: string, step: () => Promise<boolean | Count>][]}
 */
const STEPS = [
  ['types', async () => succeeds('npm', ['run', '-s', 'types'])],
  ['lint', async () => succeeds('npm', ['run', '-s', 'lint'])],
  ['unit', async () => vitest('unit')],
  ['build', async () => succeeds('vite', ['build', '--logLevel', 'warn'])],
  ['add-on lint', lintAddon],
  ['same package twice', packageTwice],
  ['end to end', async () => vitest('e2e')],
]

/** Warnings of Mozilla's linter that stand, each with its reason. */
const ALLOWED_WARNINGS = new Map([
  ['KEY_FIREFOX_ANDROID_UNSUPPORTED_BY_MIN_VERSION', 'the add-on does not claim to support Android'],
  ['UNSAFE_VAR_ASSIGNMENT', 'preact can set innerHTML when told to; no component of ours does'],
])

async function main() {
  setup()
  const total = { passed: 0, failed: 0 }
  for (const [name, step] of STEPS) {
    console.log(`\n── ${name}`)
    const startedAt = performance.now()
    const count = toCount(await step())
    total.passed += count.passed
    total.failed += count.failed
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
    console.log(`── ${name}: ${count.failed === 0 ? '✓ passed' : '✗ failed'} in ${seconds} s`)
    if (count.failed > 0) break
  }
  console.log(`\ntests: ${total.passed} passed, ${total.failed} failed`)
  if (total.failed > 0) process.exitCode = 1
}

/** @param {boolean | Count} outcome @returns {Count} */
function toCount(outcome) {
  if (typeof outcome !== 'boolean') return outcome
  return outcome ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

/** @param {string} program @param {string[]} parameters */
async function succeeds(program, parameters) {
  return (await run(program, parameters)).code === 0
}

/** @param {string} project @returns {Promise<Count>} */
function vitest(project) {
  return withFolder(async (folder) => {
    const report = join(folder, 'report.json')
    const { code } = await run('vitest', [
      'run',
      '--project',
      project,
      '--reporter=dot',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ])
    /** @type {{ numPassedTests: number, numFailedTests: number }} */
    const { numPassedTests, numFailedTests } = parseJson(await readFile(report, 'utf8').catch(() => NO_TESTS))
    // A file that cannot be loaded fails without a test in it.
    const failed = code === 0 ? numFailedTests : Math.max(1, numFailedTests)
    return { passed: numPassedTests, failed }
  })
}

const NO_TESTS = '{"numPassedTests":0,"numFailedTests":0}'

async function lintAddon() {
  const { output } = await run('web-ext', ['lint', '-s', 'dist', '-o', 'json', '--no-config-discovery'], {
    keep: true,
  })
  const text = output.slice(output.indexOf('{"'))
  /** @typedef {{ code: string, file?: string, message: string }} Finding */
  /** @type {{ errors: Finding[], warnings: Finding[] }} */
  const { errors, warnings } = parseJson(text)
  const refused = [...errors, ...warnings.filter(({ code }) => !ALLOWED_WARNINGS.has(code))]
  for (const { code, file = '', message } of refused) console.error(`${code} ${file}: ${message}`)
  for (const { code } of warnings.filter((one) => ALLOWED_WARNINGS.has(one.code))) {
    console.log(`let stand: ${code} (${ALLOWED_WARNINGS.get(code)})`)
  }
  return refused.length === 0
}

function packageTwice() {
  return withFolder(async (folder) => {
    const again = await succeeds('vite', ['build', '--logLevel', 'warn', '--outDir', folder, '--emptyOutDir'])
    const [first, second] = await Promise.all([zipDist('dist'), zipDist(folder)])
    return again && Buffer.compare(first, second) === 0
  })
}

/** @template T @param {(folder: string) => Promise<T>} use */
async function withFolder(use) {
  const folder = await mkdtemp(join(tmpdir(), 'hardfail-'))
  try {
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

await main()
