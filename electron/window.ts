import { BrowserWindow, session, shell } from 'electron'

/**
 * The control room's window: sandboxed, isolated, bound to the studio's own origin. A link elsewhere (the player page)
 * opens in the person's browser, and only if it is plain http(s).
 */
export function openControlRoom(url: string): BrowserWindow {
  const origin = new URL(url).origin
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 1024,
    minHeight: 720,
    backgroundColor: '#0b0c0e',
    title: 'Tablecast',
    autoHideMenuBar: true,
    webPreferences: {
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      backgroundThrottling: false,
    },
  })
  window.webContents.setWindowOpenHandler(({ url: target }) => {
    if (isWeb(target)) void shell.openExternal(target)
    return { action: 'deny' }
  })
  window.webContents.on('will-navigate', (event, target) => {
    if (new URL(target).origin !== origin) event.preventDefault()
  })
  window.webContents.on('render-process-gone', () => window.webContents.reload())
  void window.loadURL(url)
  return window
}

function isWeb(target: string): boolean {
  return URL.canParse(target) && ['http:', 'https:'].includes(new URL(target).protocol)
}
