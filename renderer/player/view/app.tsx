import { useState } from 'react'
import { useHotkey } from '../../ui/index.ts'
import type { Player } from '../player.ts'
import { Announcement } from './announcement.tsx'
import { Console } from './console.tsx'
import { PlayerContext } from './context.ts'
import { Felt } from './felt.tsx'
import { Help } from './help.tsx'
import { History } from './history.tsx'
import { OutcomeView } from './outcome-view.tsx'
import { PictureView } from './picture-view.tsx'
import { TopBar } from './top-bar.tsx'
import './player.css'

/** The picture fills the screen; the layout lies over it, and everything else around the layout. */
export function App({ player }: { readonly player: Player }) {
  const [open, setOpen] = useState<'history' | 'help' | undefined>()
  const toggle = (drawer: 'history' | 'help') => setOpen((now) => (now === drawer ? undefined : drawer))
  useHotkey('h', () => toggle('history'))
  useHotkey('?', () => toggle('help'))
  return (
    <PlayerContext value={player}>
      <main className="stage">
        <PictureView />
        <TopBar onHistory={() => toggle('history')} onHelp={() => toggle('help')} />
        <Announcement />
        <OutcomeView />
        <section className="sheet" aria-label="Your bets">
          <Felt />
          <Console />
        </section>
        <History open={open === 'history'} onClose={() => setOpen(undefined)} />
        <Help open={open === 'help'} onClose={() => setOpen(undefined)} />
      </main>
    </PlayerContext>
  )
}
