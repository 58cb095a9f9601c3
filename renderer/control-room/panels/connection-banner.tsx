import { AttentionMark, Button, useNow } from '../../ui/index.ts'
import { type Connection, connectionWords } from '../link/connection.ts'
import { retryNow } from '../studio.ts'
import './connection-banner.css'

/** While the studio is away: what is being tried, and how old everything below is. `viewAt` is the local clock in ms. */
export function ConnectionBanner({ connection, viewAt }: { readonly connection: Connection; readonly viewAt: number }) {
  const now = useNow(250)
  if (connection.state === 'open') return null
  return (
    <div className="banner" role="alert" data-testid="offline">
      <AttentionMark level="alarm" />
      <strong>Not live. Everything below is {Math.max(0, Math.floor((now - viewAt) / 1000))} s old.</strong>
      <span aria-hidden="true">{connectionWords(connection, now)}</span>
      <Button variant="quiet" onClick={retryNow}>
        Try now
      </Button>
    </div>
  )
}

/** The whole window, before the first view has come. */
export function Arriving({ connection }: { readonly connection: Connection }) {
  const now = useNow(250)
  return (
    <main className="arriving" data-testid="arriving" data-state={connection.state}>
      <p className="arriving-word" role="status">
        {connection.state === 'refused' ? connection.reason : 'Waiting for the studio'}
      </p>
      <p>
        {connection.state === 'refused'
          ? 'Open the control room from the address that the studio prints when it starts: it ends with # and a key.'
          : connectionWords(connection, now)}
      </p>
      {connection.state === 'waiting' && (
        <>
          <p>If the studio was started anew, its old address is no longer good: open the one that it prints now.</p>
          <Button onClick={retryNow}>Try now</Button>
        </>
      )}
    </main>
  )
}
