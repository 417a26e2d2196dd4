import type { WebRequest } from 'webextension-polyfill'
import { securityInfo } from '../../fakes/security-info.ts'
import { WAYS } from './failing.ts'
import type { Fault, Tier } from './fault.ts'

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

/** Of one certificate of the chain, given as Firefox gives them. */
const DAMAGES: Readonly<Record<string, (der: readonly number[]) => number[]>> = {
  'gives it without bytes': () => [],
  'gives rubbish for it': () => [0x30, 0x82, 0xff, 0xff, 1],
  'gives it cut short': (der) => der.slice(0, -9),
  'gives more than it': (der) => [...der, 0],
}

/** Whichever certificate of the chain it is. */
export const DAMAGE_FAULTS: readonly Fault[] = Object.entries(DAMAGES).map(([name, damage]) => ({
  victim,
  name: `${name}, asked for the chain`,
  arrange(world, { tier }) {
    const { securityInfo: ask } = world
    world.securityInfo = async (options) => {
      const info = await ask(options)
      if (!options.chain || info === undefined) return info
      const certificates = info.certificates.map((one, depth) =>
        depth === DEPTH[tier] ? { ...one, rawDER: damage(one.rawDER ?? []) } : one,
      )
      return { ...info, certificates }
    }
  },
}))

const DEPTH: Readonly<Record<Tier, number>> = { leaf: 0, intermediate: 1 }

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
