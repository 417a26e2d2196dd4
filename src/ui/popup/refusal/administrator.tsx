import { useUi } from '../../context.ts'
import { type Copy, CopyButton } from '../../copy-button.tsx'
import { Chevron } from '../../glyph.tsx'
import { keyOf } from '../../i18n.ts'
import { type Guide, type RecipeName, RECIPES, recipesFor } from './recipes.ts'

interface Props {
  readonly guide: Guide
  readonly copy: Copy
}

/** What the site's administrator can do, by server. */
export function Administrator({ guide, copy }: Props) {
  const { t } = useUi()
  const recipes = recipesFor(guide)
  return (
    <details class="section" id="administrator">
      <summary>
        <Chevron />
        <h2>{t('administrator_heading')}</h2>
      </summary>
      <p class="guide">{t(keyOf('guide', guide))}</p>
      {recipes.length > 0 && (
        <ul class="recipes">
          {recipes.map((name, index) => (
            <Recipe key={name} name={name} isFirst={index === 0} copy={copy} />
          ))}
        </ul>
      )}
    </details>
  )
}

interface RecipeProps {
  readonly name: RecipeName
  readonly isFirst: boolean
  readonly copy: Copy
}

function Recipe({ name, isFirst, copy }: RecipeProps) {
  const { t } = useUi()
  const { server, lines } = RECIPES[name]
  const text = lines.join('\n')
  const title = t(keyOf('recipe', name))
  return (
    <li class="recipe" data-recipe={name}>
      <details open={isFirst}>
        <summary>
          <span class="recipe-title">
            <span class="recipe-server">{server}</span>
            {title}
          </span>
          <Chevron />
        </summary>
        <p>{t(keyOf('recipe_about', name))}</p>
        {lines.length > 0 && (
          <div class="configuration">
            <pre class="code">{text}</pre>
            <CopyButton text={text} copy={copy} label={`${server}: ${title}`} />
          </div>
        )}
      </details>
    </li>
  )
}
