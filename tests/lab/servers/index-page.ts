import type { CaKind, Expectation, Scenario } from '../scenario.ts'
import type { Row } from '../scenarios/variant.ts'
import { escapeHtml } from './html.ts'

export function indexPage(rows: readonly Row[], scenarios: readonly Scenario[]): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Hardfail laboratory</title>
<style>${STYLE}</style>
<header>
  <h1>Hardfail laboratory</h1>
  <p>Sites whose certificates are good, revoked, or beyond checking, each in its own way. <em>Set up and open</em>
  brings the responders into the state described and opens the site. Every site exists twice: under a
  <strong>public</strong> CA, which Firefox takes for a built-in one and does not ask about revocation, and under a
  <strong>private</strong> one, whose responder Firefox asks but whose silence it forgives.</p>
</header>
<main>
${rows.map((row) => rowSection(row, scenarios)).join('\n')}
</main>
`
}

const KINDS: readonly CaKind[] = ['public', 'private']

function rowSection({ row, title, variants }: Row, scenarios: readonly Scenario[]): string {
  return `<section aria-labelledby="row-${row}">
<h2 id="row-${row}"><span class="number">${row}</span> ${escapeHtml(title)}</h2>
${variants.map(({ slug, title, why }) => article(slug, title, why, scenarios)).join('\n')}
</section>`
}

function article(slug: string, title: string, why: string, scenarios: readonly Scenario[]): string {
  const cards = KINDS.map((kind) => scenarios.find(({ id }) => id === `${slug}.${kind}`))
  return `<article>
<h3>${escapeHtml(title)}</h3>
<p>${escapeHtml(why)}</p>
<div class="kinds">${cards.map((scenario) => (scenario ? card(scenario) : '')).join('\n')}</div>
</article>`
}

function card(scenario: Scenario): string {
  return `<div class="kind" id="${scenario.id}">
<h4>${scenario.kind} CA <a href="${scenario.url}">${escapeHtml(scenario.host)}</a></h4>
<dl>
<dt>Firefox alone</dt><dd>${sentence(scenario.without)}</dd>
<dt>With Hardfail</dt><dd>${sentence(scenario.withAddon)}</dd>
</dl>
<div class="actions">${actions(scenario)}</div>
</div>`
}

function actions({ id, prime, override }: Scenario): string {
  const open = prime
    ? button('prepare', id, '1. Open in good order') + button('arrange', id, '2. Set up and open again')
    : button('arrange', id, 'Set up and open')
  return override ? `${open} <small>then accept the risk on Firefox’s own page</small>` : open
}

function button(action: 'prepare' | 'arrange', id: string, label: string): string {
  return `<form method="post" action="/${action}"><button name="id" value="${id}">${label}</button></form>`
}

function sentence({ outcome, verdict, cause, sources, certificate, error }: Expectation): string {
  const details = [
    verdict,
    cause,
    sources && `by ${sources.join(' or ')}`,
    certificate !== undefined && certificate > 0 && `certificate ${certificate}`,
  ]
  const detail = details.filter(Boolean).join(', ')
  switch (outcome) {
    case 'opens':
      return `<b class="opens">opens</b> ${detail}`
    case 'interstitial':
      return `<b class="stops">stops</b> ${detail}`
    case 'firefox-error':
      return `<b class="stops">Firefox refuses</b> <code>${error ?? ''}</code>`
  }
}

const STYLE = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; --line: light-dark(#ddd, #444) }
body { max-width: 64rem; margin: 0 auto; padding: 1.5rem }
h2 { margin-top: 2.5rem; border-bottom: 1px solid var(--line) }
h3 { margin-bottom: 0 }
h4 { margin: 0; font-weight: 600 }
h4 a { font-weight: 400; font-size: .85em; margin-inline-start: .5em }
article > p { margin-top: .25rem }
.number { display: inline-block; min-width: 2ch; opacity: .6 }
.kinds { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: 1rem }
.kind { border: 1px solid var(--line); border-radius: .5rem; padding: .75rem 1rem }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: .5rem 0 }
dt { opacity: .7 }
dd { margin: 0 }
.opens { color: light-dark(#06682f, #6fdd96) }
.stops { color: light-dark(#a80d22, #ff8d9b) }
code { font-size: .8em; overflow-wrap: anywhere }
.actions { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center }
form { margin: 0 }
button { font: inherit; padding: .2rem .75rem; cursor: pointer }
`
