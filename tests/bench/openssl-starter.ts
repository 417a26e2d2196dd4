import { openssl } from './openssl.ts'

// The other side of `withOpenssl`; ends when that one hangs up, or with the first failure.

process.on('message', (args: readonly string[]) => {
  void openssl(...args).then((output) => process.send?.(output))
})
