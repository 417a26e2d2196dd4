/** What some platforms say about their connection (Network Information API): Firefox for Android does. */
interface Connection {
  readonly type?: string
  readonly saveData?: boolean
}

/** False while there is no network, or one that is known to cost by the byte. */
export function mayUseNetwork(navigator: {
  readonly onLine: boolean
  readonly connection?: Connection
}): boolean {
  const { onLine, connection } = navigator
  return onLine && connection?.saveData !== true && connection?.type !== 'cellular'
}
