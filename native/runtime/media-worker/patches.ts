/** What has to be different in the media worker's sources so that they build and run with Debian 12's libraries. */
export const patches: ReadonlyArray<{ readonly file: string; readonly from: string; readonly to: string }> = [
  // Debian 12 has Meson 1.0, and nothing newer is used.
  { file: 'meson.build', from: "meson_version: '>= 1.1.0'", to: "meson_version: '>= 1.0.0'" },
  // The callback of the DTLS connection answers 1 to whatever is asked after an operation. Debian's OpenSSL asks whether
  // the kernel encrypts (KTLS), takes the 1 for a yes, allocates no buffer to write to, and the worker crashes at the
  // first handshake with a browser. The operation's own result is the right answer, whatever the operation was.
  {
    file: 'src/RTC/DtlsTransport.cpp',
    from: '(operationType == BIO_CB_RETURN) ?',
    to: '(operationType & BIO_CB_RETURN) ?',
  },
]
