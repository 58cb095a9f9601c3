/**
 * The player page: one roulette table, its picture, its layout, the player's money. What the gateway says flows in; bets
 * and picture asks flow out. It must never show a bet as accepted, a picture as live or a result as official before
 * the server has said so.
 */
import './strict.ts'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Player } from './player.ts'
import { App } from './view/app.tsx'
import { ErrorBoundary } from './view/error-boundary.tsx'

const root = document.getElementById('root')
if (root === null) throw new Error('The page has no root element')

const player = new Player(new URL('.', location.href), localStorage)
createRoot(root).render(
  <StrictMode>
    <ErrorBoundary>
      <App player={player} />
    </ErrorBoundary>
  </StrictMode>,
)
