import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Chrome } from './firefox/chrome.ts'
import type { Tab } from './firefox/tab.ts'
import { schemePrefs } from './pictures.ts'

/** What axe finds wrong with a page. */
export interface Violation {
  readonly id: string
  readonly impact: string
  readonly nodes: readonly string[]
}

const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** The serious and critical findings of axe in a page of the add-on. */
export async function findViolations(page: Pick<Tab, 'runText'>): Promise<readonly Violation[]> {
  const found = await page.runText(`async () => {
    const module = { exports: {} };
    ${source};
    const axe = module.exports.run ? module.exports : window.axe;
    const { violations } = await axe.run(document);
    return JSON.stringify(violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map(({ html }) => html) })));
  }`)
  if (typeof found !== 'string') throw new Error('axe did not answer')
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by the function above
  return JSON.parse(found) as Violation[]
}

/** The same in light and in dark. */
export async function findViolationsInBoth(
  { setPref }: Pick<Chrome, 'setPref'>,
  page: Pick<Tab, 'runText'>,
): Promise<readonly Violation[]> {
  const found: Violation[] = []
  for (const scheme of ['dark', 'light'] as const) {
    for (const [name, value] of Object.entries(schemePrefs(scheme))) await setPref(name, value)
    found.push(...(await findViolations(page)))
  }
  return found
}
