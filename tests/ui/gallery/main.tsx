import { render } from 'preact'
import { UiContext } from '../../../src/ui/context.ts'
import { createUi } from '../../../src/ui/create-ui.ts'
import { getMessageIn } from '../get-message.ts'
import { NOW } from '../samples.ts'
import { STATES } from './states.tsx'

/** `?page=popup&state=revoked&lang=fr`; without them, a list of all there is. */
const query = new URLSearchParams(location.search)
const pages = Object.entries(STATES)
const page = pages.find(([name]) => name === query.get('page'))?.[1]
const state = page?.[query.get('state') ?? '']
const language = query.get('lang') === 'fr' ? 'fr' : 'en'
const ui = createUi(getMessageIn(language), language)
const sheet = document.createElement('link')
sheet.rel = 'stylesheet'
sheet.href = `/@fs${ROOT}/src/ui/style/${query.get('page') ?? 'options'}.css?direct`
document.documentElement.lang = language
sheet.addEventListener('load', show)
document.head.append(sheet)

declare const ROOT: string

function show(): void {
  render(
    <UiContext.Provider value={{ ...ui, now: NOW }}>{state ? state() : <List />}</UiContext.Provider>,
    document.body,
  )
  if (query.has('open')) for (const details of document.querySelectorAll('details')) details.open = true
}

function List() {
  return (
    <main>
      {pages.map(([name, states]) => (
        <section key={name} class="card">
          <h2>{name}</h2>
          {Object.keys(states).map((each) => (
            <p key={each}>
              <a href={`?page=${name}&state=${each}&lang=en`}>{each}</a>{' '}
              <a href={`?page=${name}&state=${each}&lang=fr`}>fr</a>
            </p>
          ))}
        </section>
      ))}
    </main>
  )
}
