import type { Settings, SourceOrder } from '../../policy/settings.ts'
import { useUi } from '../context.ts'
import { keyOf } from '../i18n.ts'
import { SelectField } from './select-field.tsx'

const ORDERS: readonly SourceOrder[] = ['crl-first', 'ocsp-first']
const MEGABYTE = 1_000_000
const SIZES = [1, 2, 4, 8, 16, 32, 64].map((size) => size * MEGABYTE)

interface Props {
  readonly settings: Settings
  readonly onOrder: (order: SourceOrder) => void
  readonly onMaxCrlBytes: (bytes: number) => void
}

/** What is asked first over the network, and what is too large to wait for. */
export function NetworkChoices({ settings, onOrder, onMaxCrlBytes }: Props) {
  const { t, format } = useUi()
  const { sourceOrder, maxCrlBytes } = settings
  const sizes = SIZES.includes(maxCrlBytes) ? SIZES : [...SIZES, maxCrlBytes].toSorted((a, b) => a - b)
  return (
    <>
      <SelectField
        id="source-order"
        label={t('sources_order')}
        about={t('sources_order_about')}
        choices={ORDERS.map((value) => ({ value, text: t(keyOf('sources', value)) }))}
        chosen={sourceOrder}
        onChoose={({ value }) => {
          onOrder(value)
        }}
      />
      <SelectField
        id="max-crl-bytes"
        label={t('sources_max_crl')}
        about={t('sources_max_crl_about')}
        choices={sizes.map((bytes) => ({ bytes, value: String(bytes), text: format.bytes(bytes) }))}
        chosen={String(maxCrlBytes)}
        onChoose={({ bytes }) => {
          onMaxCrlBytes(bytes)
        }}
      />
    </>
  )
}
