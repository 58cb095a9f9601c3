/**
 * The control room: one table as the studio knows it, and the decisions that only a person can make. In flow the studio's
 * view and records and the media process's preview, out flow commands that carry a name. It must never show as done what
 * the studio has not answered, nor as live what is old.
 */
import './without-eval.ts'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { ErrorBoundary } from './error-boundary.tsx'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
if (matchMedia('(prefers-contrast: more)').matches) document.documentElement.setAttribute('data-theme', 'contrast')
createRoot(root).render(
  <StrictMode>
    <ErrorBoundary>
      <App />
    </ErrorBoundary>
  </StrictMode>,
)
