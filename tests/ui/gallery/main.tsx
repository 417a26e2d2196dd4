import { Fragment, render } from 'preact'
import { UiContext } from '../../../src/ui/context.ts'
import { createUi } from '../../../src/ui/create-ui.ts'
import { getMessageIn } from '../get-message.ts'
import { NOW } from '../samples.ts'
import { STATES } from './states.tsx'

/**
 * `?page=popup&state=revoked&lang=fr`, and `&scheme=dark` for another scheme than the system's; without them, a list of all
 * there is. What a frame prefers is what the page around it shows it with.
 */
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

const LOOKS = ['en', 'fr'].flatMap((lang) => ['light', 'dark'].map((scheme) => [lang, scheme] as const))

function show(): void {
  render(<UiContext.Provider value={{ ...ui, now: NOW }}>{content()}</UiContext.Provider>, document.body)
  if (query.has('open')) for (const details of document.querySelectorAll('details')) details.open = true
}

function content() {
  if (state === undefined) return <List />
  const scheme = query.get('scheme')
  if (scheme === null) return state()
  const inside = new URLSearchParams(query)
  inside.delete('scheme')
  const style = { colorScheme: scheme, position: 'fixed', inset: 0, width: '100%', height: '100%', border: 0 }
  return <iframe title={scheme} src={`?${inside}`} style={style} />
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
              {LOOKS.map(([lang, scheme]) => (
                <Fragment key={lang + scheme}>
                  <a href={`?page=${name}&state=${each}&lang=${lang}&scheme=${scheme}`}>
                    {lang} {scheme}
                  </a>{' '}
                </Fragment>
              ))}
            </p>
          ))}
        </section>
      ))}
    </main>
  )
}
