import type { TargetedEvent } from 'preact'

interface Choice {
  readonly value: string
  readonly text: string
}

interface Props<C extends Choice> {
  readonly id: string
  readonly label: string
  readonly about: string
  readonly choices: readonly C[]
  readonly chosen: string
  readonly onChoose: (choice: C) => void
}

/** A choice of one among few, with what it means below. */
export function SelectField<C extends Choice>({ id, label, about, choices, chosen, onChoose }: Props<C>) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <span class="field-input">
        <select
          id={id}
          value={chosen}
          aria-describedby={`${id}-about`}
          onChange={(event: TargetedEvent<HTMLSelectElement>) => {
            const choice = choices.find(({ value }) => value === event.currentTarget.value)
            if (choice) onChoose(choice)
          }}
        >
          {choices.map(({ value, text }) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      </span>
      <p id={`${id}-about`} class="field-about">
        {about}
      </p>
    </div>
  )
}
