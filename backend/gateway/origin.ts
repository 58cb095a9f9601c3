/**
 * Whether a socket may be opened: from the page that this very host serves, or from a listed origin. A request without an
 * origin comes from no browser, so no foreign page can be behind it; what counts then is the token alone.
 * @param origin the header `Origin`
 * @param host the header `Host`
 * @param listed more origins to trust, e.g. `https://play.example`
 */
export function isTrustedOrigin(
  origin: string | undefined,
  host: string | undefined,
  listed: ReadonlySet<string>,
): boolean {
  if (origin === undefined) return true
  if (listed.has(origin)) return true
  return host !== undefined && URL.canParse(origin) && new URL(origin).host === host.toLowerCase()
}
