import { Fragment } from 'preact'

/** A dotted name that may go on in the next line after a dot or a low line, and nowhere else; copied, it is as it was. */
export function breakable(name: string) {
  const parts = name.split(/(?<=[._])/u)
  return parts.map((part, index) => (
    <Fragment key={part}>
      {index > 0 && <wbr />}
      {part}
    </Fragment>
  ))
}
