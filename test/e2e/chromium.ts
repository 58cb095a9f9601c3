import { type Browser, chromium } from '@playwright/test'

/** The installed browser that set-up found, without a window and without calling anybody. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.TABLECAST_BROWSER || '/usr/bin/chromium',
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // Sound that nobody tapped for: the player page's own silence is what its tests look at.
      '--autoplay-policy=no-user-gesture-required',
    ],
  })
}
