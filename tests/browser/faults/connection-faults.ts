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
const STRANGE: typeof SILENT = {
  ...SILENT,
  'gives certificates without bytes': securityInfo({ ders: [[], []] }),
  'gives certificates of rubbish': securityInfo({ ders: [[0x30, 0x82, 0xff, 0xff, 1], [7]] }),
  'gives nothing but a leaf': securityInfo({ ders: [[0x30, 0]] }),
}

/** Firefox does not say what the connection is, or not in time, or something that cannot be. */
export const CONNECTION_FAULTS: readonly Fault[] = [
  ...faultsWhenAsked(false),
  ...faultsWhenAsked(true),
  ...siteFaults(),
]

/** Where it cannot be reached, there is no certificate to judge. What a fetch resolves to does not matter. */
function siteFaults(): readonly Fault[] {
  return Object.entries(WAYS)
    .filter(([name]) => !name.startsWith('answers something') && !name.startsWith('answers nothing'))
    .map(([name, fail]) => ({
      victim: 'site',
      name: `site-unreachable (it ${name})`,
      arrange: (world) => void (world.connect = () => fail(world.clock, Promise.resolve())),
    }))
}

function faultsWhenAsked(chain: boolean): readonly Fault[] {
  return [
    ...Object.entries(WAYS).map(([name, fail]): Fault => ({
      victim,
      name: `${name}, asked ${chain ? 'for the chain' : 'for the leaf'}`,
      arrange(world) {
        const { securityInfo: ask, clock } = world
        world.securityInfo = (options) => (options.chain === chain ? fail(clock, ask(options)) : ask(options))
      },
    })),
    ...Object.entries(chain ? STRANGE : SILENT).map(([name, info]): Fault => ({
      victim,
      name: `${name}, asked ${chain ? 'for the chain' : 'for the leaf'}`,
      arrange(world) {
        const ask = world.securityInfo
        world.securityInfo = (options) => (options.chain === chain ? Promise.resolve(info) : ask(options))
      },
    })),
  ]
}
