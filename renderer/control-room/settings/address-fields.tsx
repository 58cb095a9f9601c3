import { useCallback, useEffect, useState } from 'react'
import { Button } from '../../ui/index.ts'
import { refusalWords } from '../link/refusal.ts'
import type { StudioClient } from '../link/studio-link.ts'
import { studio } from '../studio.ts'
import { type AddressField, addressKinds, kindsOf, type SourceAddress } from './address.ts'
import type { Path } from './draft.ts'
import { NumberField, SelectField, TextField, UrlField } from './field.tsx'
import { useSettings } from './settings-store.ts'

/** Where a source comes from: its kind, and what that kind asks for. Another kind begins with a new address. */
export function AddressFields({ path, address }: { readonly path: Path; readonly address: SourceAddress }) {
  const setValue = useSettings((settings) => settings.setValue)
  return (
    <>
      <div className="field">
        <label htmlFor="address-kind">Kind</label>
        <select
          id="address-kind"
          data-testid="address-kind"
          value={address.kind}
          onChange={({ target }) => {
            const kind = kindsOf.find((each) => each === target.value)
            if (kind !== undefined) setValue(path, addressKinds[kind].fresh)
          }}
        >
          {kindsOf.map((kind) => (
            <option key={kind} value={kind}>
              {addressKinds[kind].name}
            </option>
          ))}
        </select>
      </div>
      {addressKinds[address.kind].fields.map((field) => (
        <One key={`${address.kind} ${field.key}`} path={[...path, field.key]} field={field} />
      ))}
    </>
  )
}

function One({ path, field }: { readonly path: Path; readonly field: AddressField }) {
  const { label, unit, placeholder, optional, input } = field
  if (input === 'number') return <NumberField path={path} label={label} unit={unit} optional={optional} />
  if (input === 'url') {
    return (
      <div className="settings-wide">
        <UrlField path={path} label={label} placeholder={placeholder} />
      </div>
    )
  }
  if (input === 'device') return <DeviceField path={path} label={label} />
  if (input === 'text' || input === 'secret')
    return (
      <TextField path={path} label={label} placeholder={placeholder} optional={optional} secret={input === 'secret'} />
    )
  return <SelectField path={path} label={label} options={input.map((option) => [option, option])} />
}

type Devices = Awaited<ReturnType<StudioClient['picture']['devices']>>
const answerMsMax = 10_000

/** The cameras and grabbers of the studio's machine, by what stays the same wherever they are plugged in. */
function DeviceField({ path, label }: { readonly path: Path; readonly label: string }) {
  const [found, setFound] = useState<Devices | undefined>()
  const look = useCallback(() => {
    setFound(undefined)
    const failed = (error: unknown) => setFound({ devices: [], why: refusalWords(error) })
    try {
      studio()
        .picture.devices(undefined, { signal: AbortSignal.timeout(answerMsMax) })
        .then(setFound, failed)
    } catch (error) {
      failed(error)
    }
  }, [])
  useEffect(look, [look])
  const words =
    found === undefined
      ? 'Looking for devices.'
      : (found.why ?? (found.devices.length === 0 ? 'No device is plugged in.' : undefined))
  return (
    <div className="settings-wide field-row" data-testid="devices">
      <SelectField
        path={path}
        label={label}
        hint={words}
        options={(found?.devices ?? []).map(({ id, name }) => [id, name])}
      />
      <Button className="field-beside" onClick={look}>
        Look again
      </Button>
    </div>
  )
}
