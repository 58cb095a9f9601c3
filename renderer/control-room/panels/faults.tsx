import { ToggleGroup } from 'radix-ui'
import { useState } from 'react'
import { Panel } from '../../ui/index.ts'
import { useDesk } from '../desk-store.ts'
import type { Faults } from '../link/studio-link.ts'
import { studio } from '../studio.ts'
import { useStudio } from '../studio-store.ts'
import { faultGroups, faultWords } from './fault-words.ts'
import './faults.css'

type Duration = 'once' | 'on'

/** Switches for what can go wrong at the virtual table. An active one is marked until the virtual studio says that it is over. */
export function FaultsPanel({ faults, live }: { readonly faults: Faults | null; readonly live: boolean }) {
  const [duration, setDuration] = useState<Duration>('once')
  const [refusal, setRefusal] = useState<string>()
  const operator = useDesk((desk) => desk.operator)
  const applyFaults = useStudio((state) => state.applyFaults)

  const toggle = async (name: string, active: boolean) => {
    try {
      if (active) await studio().faults.clear({ name, operator })
      else await studio().faults.set({ name, operator, spins: duration === 'once' ? 1 : null })
      applyFaults(await studio().faults.list())
      setRefusal(undefined)
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : 'The virtual studio did not answer.')
    }
  }
  const blocked = !live
    ? 'The studio is away.'
    : operator === ''
      ? 'Say who you are first, at the top right.'
      : undefined

  return (
    <Panel
      title="Faults"
      className="faults"
      data-testid="faults"
      tone={faults !== null && faults.active.length > 0 ? 'attention' : undefined}
      aside={
        <ToggleGroup.Root
          type="single"
          className="faults-duration"
          aria-label="How long a fault lasts"
          value={duration}
          onValueChange={(value) => {
            if (value === 'once' || value === 'on') setDuration(value)
          }}
        >
          <ToggleGroup.Item value="once" data-testid="faults-once">
            One spin
          </ToggleGroup.Item>
          <ToggleGroup.Item value="on" data-testid="faults-on">
            Until off
          </ToggleGroup.Item>
        </ToggleGroup.Root>
      }
    >
      {faults === null ? (
        <p className="faults-away">The virtual studio does not answer. It comes back by itself.</p>
      ) : (
        <div className="faults-groups">
          {faultGroups.map((group) => (
            <fieldset key={group}>
              <legend>{group}</legend>
              {faults.known
                .filter((name) => faultWords(name).group === group)
                .map((name) => {
                  const active = faults.active.find((fault) => fault.name === name)
                  return (
                    <button
                      key={name}
                      type="button"
                      role="switch"
                      aria-checked={active !== undefined}
                      aria-disabled={blocked !== undefined}
                      title={blocked ?? faultWords(name).text}
                      data-testid={`fault-${name}`}
                      onClick={() => {
                        if (blocked === undefined) void toggle(name, active !== undefined)
                      }}
                    >
                      <span>{faultWords(name).name}</span>
                      {active !== undefined && (
                        <span className="faults-left">{active.spinsLeft === null ? 'on' : `×${active.spinsLeft}`}</span>
                      )}
                    </button>
                  )
                })}
            </fieldset>
          ))}
        </div>
      )}
      {refusal !== undefined && (
        <p className="faults-refusal" role="alert">
          {refusal}
        </p>
      )}
    </Panel>
  )
}
