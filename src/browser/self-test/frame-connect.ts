import type { AloneProbe, AloneSight } from './alone-probe.ts'

/** Connects from a frame of our page's own, which nobody sees. */
export function createConnectInFrame(
  { connect }: Pick<AloneProbe, 'connect'>,
  { document, tabId }: { readonly document: Document; readonly tabId: number },
): (url: string) => Promise<AloneSight> {
  return (url) => {
    const frame = document.createElement('iframe')
    frame.hidden = true
    frame.sandbox.value = ''
    frame.referrerPolicy = 'no-referrer'
    return connect(url, {
      tabId,
      isFrame: true,
      open: (address) => {
        frame.src = address
        document.body.append(frame)
      },
      close: () => frame.remove(),
    })
  }
}
