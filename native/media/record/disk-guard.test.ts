import { expect, it } from 'vitest'
import { alarmBytes, attentionBytes, DiskGuard, type DiskLevel } from './disk-guard.ts'

it.each<[string, readonly number[], readonly DiskLevel[]]>([
  [
    'goes down at its bounds',
    [attentionBytes, attentionBytes - 1, alarmBytes, alarmBytes - 1, 0],
    ['ok', 'attention', 'attention', 'alarm', 'alarm'],
  ],
  [
    'comes back only well above them',
    [0, alarmBytes * 1.19, alarmBytes * 1.2, attentionBytes * 1.19, attentionBytes * 1.2],
    ['alarm', 'alarm', 'attention', 'attention', 'ok'],
  ],
  [
    'does not flicker',
    [attentionBytes - 1, attentionBytes + 1, attentionBytes - 1, attentionBytes + 1],
    ['attention', 'attention', 'attention', 'attention'],
  ],
  ['may fall and rise at once', [attentionBytes * 2, 0, attentionBytes * 2], ['ok', 'alarm', 'ok']],
])('%s', (_, freeBytes, levels) => {
  const guard = new DiskGuard()
  expect(
    freeBytes.map((bytes) => {
      guard.judge(bytes)
      return guard.level
    }),
  ).toEqual(levels)
})
