import { expect, it } from 'vitest'
import { changed, undoable, undone } from './undoable.ts'

it('takes back a whole drag at once, and clicks one by one', () => {
  const clicked = changed(changed(undoable(0), 1), 2)
  const dragged = changed(changed(changed(clicked, 3, 'drag-1'), 4, 'drag-1'), 5, 'drag-2')
  expect(undone(dragged).now).toBe(4)
  expect(undone(undone(dragged)).now).toBe(2)
  expect(undone(undone(undone(undone(dragged)))).now).toBe(0)
  expect(undone(undoable(7)).now).toBe(7)
})
