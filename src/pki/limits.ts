/**
 * Bounds on what others send. Generous to every document seen in the wild, and small enough that reading the worst
 * one costs neither memory nor time worth mentioning.
 */
export const limits = {
  /** Bytes. The largest certificates in use (hundreds of names) stay under 16 KiB. */
  certificate: 64 * 1024,
  ocspResponse: 1024 * 1024,
  crl: 64 * 1024 * 1024,
  /** Full CRLite filters take 6 MB, and are not published above 10 MB. */
  clubcard: 64 * 1024 * 1024,
  /** CT logs that a filter covers, about 50 in use; each is compared with each. */
  clubcardLogs: 1024,
  /** Bits that a filter spends on a certificate before its exact column; 25 in use. */
  clubcardColumns: 255,
  /** Records of OneCRL; there are about 2,000. */
  oneCrlRecords: 65536,
  /** Nested constructed elements; a certificate needs about 8. */
  depth: 32,
  extensions: 64,
  /** Names in one GeneralNames, and distribution points in one certificate: they are compared with each other. */
  generalNames: 64,
  distributionPoints: 64,
  /** Extensions of one CRL entry. */
  entryExtensions: 8,
  /** Certificates in one OCSP response; each may cost a signature verification. */
  responderCertificates: 8,
  /** Bytes of an AlgorithmIdentifier; RSA-PSS with all its parameters needs 67. */
  algorithmIdentifier: 128,
  /** Bits of an RSA modulus. Verification takes time quadratic in it. */
  rsaModulus: { least: 1024, most: 16384 },
  /** Characters of a URL; longer ones are left out. */
  url: 4096,
  /** Characters of a readable name. */
  name: 256,
  /** Characters, each counted once for every level that it is in; OneCRL has 0.8 million. */
  canonicalJson: 64 * 1024 * 1024,
  /** Characters, and certificates, of a chain that signs Remote Settings: leaf, intermediate, root. */
  pem: 64 * 1024,
  signingChain: 6,
  /** Records of one collection, and signatures over it: each costs a download and a chain of verifications. */
  records: 100_000,
  contentSignatures: 4,
} as const
