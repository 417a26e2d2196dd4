// npm start: builds the add-on and shows it at work in the laboratory. --headless compares instead of showing.
import { run } from './run.mjs'
import { setup } from './setup.mjs'

setup()
const build = await run('vite', ['build', '--logLevel', 'warn'])
const { code } = build.code === 0 ? await run('tsx', ['tests/e2e/start.ts', ...process.argv.slice(2)]) : build
process.exitCode = code
