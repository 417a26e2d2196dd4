import type { WebRequest } from 'webextension-polyfill'
import { securityInfo } from '../../fakes/security-info.ts'
import { WAYS } from './failing.ts'
import type { Fault } from './fault.ts'

const victim = 'getSecurityInfo'

const SILENT: Readonly<Record<string, WebRequest.SecurityInfo>> = {
  'says insecure': securityInfo({ state: 'insecure' }),
  'says broken': securityInfo({ state: 'broken' }),
  'gives no certificate': securityInfo({ ders: [] }),
}

/** Chains that are none. */
const STRANGE: Readonly<Record<string, WebRequest.SecurityInfo>> = {
  'gives certificates without bytes': securityInfo({ ders: [[], []] }),
  'gives certificates of rubbish': securityInfo({ ders: [[0x30, 0x82, 0xff, 0xff, 1], [7]] }),
  'gives nothing but a leaf': securityInfo({ ders: [[0x30, 0]] }),
}

/** Firefox does not say what the connection is, or not in time, or something that cannot be. */
export const CONNECTION_FAULTS: readonly Fault[] = [
  ...[false, true].flatMap((chain) => [
    ...Object.entries(WAYS).map(([name, fail]): Fault => ({
      victim,
      name: `${name}, asked ${chain ? 'for the chain' : 'for the leaf'}`,
      arrange(world) {
        const { securityInfo: ask, clock } = world
        world.securityInfo = (options) =>
          options.chain === chain ? called(() => fail(clock, ask(options))) : ask(options)
      },
    })),
    ...Object.entries(chain ? { ...SILENT, ...STRANGE } : SILENT).map(([name, info]): Fault => ({
      victim,
      name: `${name}, asked ${chain ? 'for the chain' : 'for the leaf'}`,
      arrange(world) {
        const ask = world.securityInfo
        world.securityInfo = (options) => (options.chain === chain ? Promise.resolve(info) : ask(options))
      },
    })),
  ]),
]

// What is thrown at once is thrown, and not wrapped into a promise.
function called(run: () => unknown): Promise<WebRequest.SecurityInfo | undefined> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- that it is something else is the fault
  return run() as Promise<WebRequest.SecurityInfo | undefined>
}
