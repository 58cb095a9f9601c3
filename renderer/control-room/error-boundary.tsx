import { Component, type ErrorInfo, type ReactNode } from 'react'
import { Button } from '../ui/index.ts'

/** A window that failed says so and offers the way back; the table does not depend on it. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, { readonly failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override componentDidCatch(error: unknown, info: ErrorInfo) {
    console.error('the window failed', error, info.componentStack)
  }

  override render() {
    if (!this.state.failed) return this.props.children
    return (
      <main className="arriving" role="alert" data-testid="failed">
        <p className="arriving-word">This window has failed</p>
        <p>The studio and the table go on without it. Load the window again to see them.</p>
        <Button variant="primary" onClick={() => location.reload()}>
          Load again
        </Button>
      </main>
    )
  }
}
