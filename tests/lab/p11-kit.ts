/**
 * The text of a `.p11-kit` file that makes p11-kit-trust.so present a root as one of Mozilla's own,
 * so that Firefox takes it for built in.
 */
export function p11KitFile(rootPem: string): string {
  return [
    '[p11-kit-object-v1]',
    'class: certificate',
    'certificate-type: x-509',
    'label: "Hardfail laboratory"',
    'trusted: true',
    'nss-mozilla-ca-policy: true',
    'modifiable: false',
    rootPem,
  ].join('\n')
}
