import { Component, type ReactNode } from 'react'
import { Button } from '../../ui/index.ts'

/** What is left when the page itself fails: bets are safe at the server, and a reload shows them. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, { readonly failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true }
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children
    return (
      <main className="failed" role="alert">
        <h1>This page has stopped</h1>
        <p>Your accepted bets stand and are paid as usual. Reload the page to go on.</p>
        <Button variant="primary" onClick={() => location.reload()}>
          Reload
        </Button>
      </main>
    )
  }
}
