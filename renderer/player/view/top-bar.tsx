import { AttentionMark, Button, ResultsStrip, useNow } from '../../ui/index.ts'
import type { ConnectionState } from '../gateway/index.ts'
import { usePlayerState } from './context.ts'
import { PictureControls } from './picture-controls.tsx'

export function TopBar({ onHistory, onHelp }: { readonly onHistory: () => void; readonly onHelp: () => void }) {
  const number = usePlayerState((now) => now.table?.round?.number)
  const results = usePlayerState((now) => now.table?.results)
  const connection = usePlayerState((now) => now.connection)
  const live = usePlayerState((now) => now.picture.state === 'live')
  return (
    <header className="top-bar">
      <h1 className="table-name">
        Roulette
        <span className="round-number">
          Round <span data-testid="round-number">{number ?? '–'}</span>
        </span>
      </h1>
      <div className="top-results">{results && <ResultsStrip results={results} />}</div>
      <PictureControls />
      <div className="top-actions">
        <Connection connection={connection} live={live} />
        <Button variant="quiet" hotkey="H" onClick={onHistory}>
          History
        </Button>
        <Button variant="quiet" hotkey="?" onClick={onHelp}>
          Help
        </Button>
      </div>
    </header>
  )
}

function Connection({ connection, live }: { readonly connection: ConnectionState; readonly live: boolean }) {
  const online = connection.state === 'online'
  return (
    <p
      className="connection"
      data-testid="connection"
      data-state={connection.state}
      role="status"
      title={connection.state === 'waiting' ? connection.why : undefined}
    >
      {online ? (
        <span className="connection-dot" data-live={live} />
      ) : (
        <AttentionMark level="attention" label="Not connected" />
      )}
      <span>{online ? live ? 'Live' : 'Connected' : <Waiting connection={connection} />}</span>
    </p>
  )
}

function Waiting({ connection }: { readonly connection: Exclude<ConnectionState, { state: 'online' }> }) {
  const now = useNow(500)
  if (connection.state === 'connecting') return `Connecting${attempt(connection.attempt)}…`
  const seconds = Math.max(0, Math.ceil((connection.retryAtMs - now) / 1000))
  return `No connection. Again in ${seconds} s${attempt(connection.attempt + 1)}`
}

const attempt = (number: number): string => (number === 1 ? '' : ` (attempt ${number})`)
