import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'

/**
 * Runs a program of node_modules/.bin or of the PATH, with its output shown unless it is to be kept.
 *
 * @param {string} program
 * @param {string[]} parameters
 * @param {{ keep?: boolean, environment?: Record<string, string> }} options
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(program, parameters = [], { keep = false, environment = {} } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, {
      stdio: ['ignore', keep ? 'pipe' : 'inherit', keep ? 'pipe' : 'inherit'],
      env: {
        ...process.env,
        PATH: [join(process.cwd(), 'node_modules/.bin'), process.env['PATH'] ?? ''].join(delimiter),
        ...environment,
      },
    })
    let output = ''
    child.stdout?.on('data', (chunk) => (output += String(chunk)))
    child.stderr?.on('data', (chunk) => (output += String(chunk)))
    child.once('error', reject)
    child.once('close', (code) => resolve({ code: code ?? 1, output }))
  })
}
