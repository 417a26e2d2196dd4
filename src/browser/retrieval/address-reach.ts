/**
 * How far an IP address leads. `nowhere`: no machine has it, as where a DNS filter stands in the way. `shared`: behind a
 * carrier's NAT, or made up by a VPN that puts its own address in the place of every other.
 */
export type Reach = 'nowhere' | 'loopback' | 'local' | 'shared' | 'public'

/** Of an IP address, with or without the brackets of a URL; undefined for a name. */
export function reachOf(host: string): Reach | undefined {
  const ipv4 = ipv4Octets(host)
  if (ipv4 !== undefined) return reachOfIpv4(ipv4)
  const ipv6 = ipv6Groups(host)
  return ipv6 === undefined ? undefined : reachOfIpv6(ipv6)
}

interface Block {
  readonly first: readonly number[]
  readonly bits: number
  readonly reach: Exclude<Reach, 'public'>
}

// The IANA registries of special-purpose addresses (RFC 6890), as far as they are not to be met on the internet.
const IPV4_BLOCKS: readonly Block[] = [
  { first: [0], bits: 8, reach: 'nowhere' },
  { first: [127], bits: 8, reach: 'loopback' },
  // RFC 1918.
  { first: [10], bits: 8, reach: 'local' },
  { first: [172, 16], bits: 12, reach: 'local' },
  { first: [192, 168], bits: 16, reach: 'local' },
  // RFC 3927.
  { first: [169, 254], bits: 16, reach: 'local' },
  // RFC 6598, RFC 2544.
  { first: [100, 64], bits: 10, reach: 'shared' },
  { first: [198, 18], bits: 15, reach: 'shared' },
  { first: [192, 0, 0], bits: 24, reach: 'local' },
  // RFC 5771, RFC 1112 §4, RFC 919 §7.
  { first: [224], bits: 4, reach: 'local' },
  { first: [240], bits: 4, reach: 'nowhere' },
]

const IPV6_BLOCKS: readonly Block[] = [
  { first: [], bits: 128, reach: 'nowhere' },
  { first: [0, 0, 0, 0, 0, 0, 0, 1], bits: 128, reach: 'loopback' },
  // RFC 4193, RFC 4291 §2.5.6, RFC 3879, RFC 4291 §2.7.
  { first: [0xfc00], bits: 7, reach: 'local' },
  { first: [0xfe80], bits: 10, reach: 'local' },
  { first: [0xfec0], bits: 10, reach: 'local' },
  { first: [0xff00], bits: 8, reach: 'local' },
]

function reachOfIpv4(octets: readonly number[]): Reach {
  return IPV4_BLOCKS.find((block) => isIn(octets, block, 8))?.reach ?? 'public'
}

function reachOfIpv6(groups: readonly number[]): Reach {
  const block = IPV6_BLOCKS.find((block) => isIn(groups, block, 16))
  if (block !== undefined) return block.reach
  const at = embeddedAt(groups)
  return at === undefined ? 'public' : reachOfIpv4([groups[at] ?? 0, groups[at + 1] ?? 0].flatMap(octetsOf))
}

/** Where the IPv4 address lies that an IPv6 address leads to. */
function embeddedAt(groups: readonly number[]): number | undefined {
  return EMBEDDINGS.find(({ first, bits }) => isIn(groups, { first, bits }, 16))?.at
}

const EMBEDDINGS = [
  // IPv4-compatible and -mapped (RFC 4291 §2.5.5), translated (RFC 2765 §2.1).
  { first: [], bits: 96, at: 6 },
  { first: [0, 0, 0, 0, 0, 0xffff], bits: 96, at: 6 },
  { first: [0, 0, 0, 0, 0xffff, 0], bits: 96, at: 6 },
  // NAT64 (RFC 6052 §2.1, RFC 8215): what names resolve to where there is IPv6 alone.
  { first: [0x64, 0xff9b], bits: 96, at: 6 },
  { first: [0x64, 0xff9b, 1], bits: 48, at: 6 },
  // 6to4 (RFC 3056 §2).
  { first: [0x2002], bits: 16, at: 1 },
] as const

/** Whether the first bits are those of a block; units have 8 bits each, or 16. */
function isIn(
  units: readonly number[],
  { first, bits }: { readonly first: readonly number[]; readonly bits: number },
  width: 8 | 16,
): boolean {
  return units.every((unit, index) => {
    const rest = Math.min(Math.max(bits - index * width, 0), width)
    return (unit ^ (first[index] ?? 0)) >> (width - rest) === 0
  })
}

const octetsOf = (group: number): readonly number[] => [group >> 8, group & 0xff]

function ipv4Octets(host: string): readonly number[] | undefined {
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host) ? host.split('.').map(Number) : undefined
}

/** The eight groups, whichever way they are written. */
function ipv6Groups(host: string): readonly number[] | undefined {
  // A zone says which of our own interfaces it is.
  const bare = host.replace(/^\[|\]$|%.*$/g, '')
  if (!bare.includes(':') || !URL.canParse(`http://[${bare}]/`)) return undefined
  const [head = '', tail = ''] = new URL(`http://[${bare}]/`).hostname.slice(1, -1).split('::')
  const [before, after] = [groupsIn(head), groupsIn(tail)]
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after]
}

const groupsIn = (text: string): readonly number[] =>
  text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16))
