import { TRICKS } from './tricks.ts'

/**
 * A site's page that tries to get past the interstitial of another: `attack(name, target)` tries one of the tricks.
 * Opened by hand with `?page=…&interstitial=…`, it has a button for each; with `?trick=…`, it tries one at once.
 */
export function attackerPage(): string {
  const names = Object.keys(TRICKS)
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>lab page: attacker</title>
<style>
  :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
  body { max-width: 40rem; margin: 2rem auto; padding: 0 1.5rem }
  #game { width: 100%; height: 8rem }
  iframe, object, embed { width: 12rem; height: 8rem }
</style>
<main id="lab-page">
  <h1>A site that wants to be let through</h1>
  <button id="game">Click as fast as you can</button>
  <p>${names.map((name) => `<button data-trick="${name}">${name}</button>`).join(' ')}</p>
  <pre id="loot"></pre>
</main>
<script>
  // Compilers that keep function names leave calls of it behind.
  const __name = (f) => f
  const tricks = { ${names.map((name) => `${name}: ${functionText(name)}`).join(',\n')} }
  globalThis.attack = (name, target) => tricks[name](target)
  const given = new URLSearchParams(location.search)
  const target = { landing: location.href, page: given.get('page'), interstitial: given.get('interstitial') ?? '' }
  if (given.has('trick')) void attack(given.get('trick'), target)
  for (const button of document.querySelectorAll('[data-trick]')) {
    button.addEventListener('click', async () => {
      const loot = await attack(button.dataset.trick, target)
      document.querySelector('#loot').textContent = JSON.stringify(loot, undefined, 2)
    })
  }
</script>
`
}

function functionText(name: string): string {
  return (
    Object.entries(TRICKS)
      .find(([known]) => known === name)?.[1]
      .toString() ?? ''
  )
}
