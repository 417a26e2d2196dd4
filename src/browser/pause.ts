/** Lets whatever else waits have its turn. Unlike a timer, a message is not delayed by 4 ms. */
export function pause(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    const resume = () => {
      port1.close()
      resolve()
    }
    port1.addEventListener('message', resume, { once: true })
    port1.start()
    port2.postMessage(undefined)
  })
}
