import {
  type MediaReport,
  type MediaStatistics,
  type PictureSettings,
  pictureSettingsSchema,
  type SourceStatus,
  type Tally,
} from '../../../native/media/index.ts'

/** Three cameras, of which vision reads `wheel`, and a scene for each. */
export const settings: PictureSettings = pictureSettingsSchema.parse({
  sources: [
    { id: 'wheel', name: 'Wheel camera', address: { kind: 'tcp', host: '127.0.0.1', port: 9 }, backup: 'wide' },
    { id: 'wide', name: 'Wide camera', address: { kind: 'tcp', host: '127.0.0.1', port: 10 }, sound: true },
    { id: 'close', name: 'Close camera', address: { kind: 'rtsp', url: 'rtsp://192.0.2.10/close' } },
  ],
  vision: [
    {
      source: 'wheel',
      reads: { kind: 'wheel', calibration: { cx: 0.5, cy: 0.28, rx: 0.17, ry: 0.17, angle: 0 } },
    },
  ],
  mix: {
    width: 1280,
    height: 720,
    fps: 30,
    scenes: ['wheel', 'wide', 'close'].map((id) => ({ id, name: id, layers: [{ source: id }] })),
    overlays: [],
    slate: { text: 'Soon' },
  },
  ladder: { rungs: [{ width: 1280, height: 720, bitrate: 2_500_000 }] },
  sound: { source: 'wide' },
  record: null,
})

export function status(id: string, told: Partial<SourceStatus> = {}): SourceStatus {
  return {
    id,
    state: 'ok',
    faults: [],
    width: 1280,
    height: 720,
    fps: 30,
    frameAgeMs: 20,
    frames: 100,
    dropped: 0,
    repeated: 0,
    connections: 1,
    sound: null,
    driftMs: null,
    ...told,
  }
}

export function source(id: string, told: Partial<SourceStatus> = {}, at = 1_000): MediaReport {
  return { type: 'source', at, status: status(id, told) }
}

export function statistics(told: Partial<MediaStatistics> = {}, at = 1_000): MediaReport {
  return {
    type: 'statistics',
    at,
    statistics: {
      sources: settings.sources.map(({ id }) => status(id)),
      program: { fps: 30, repeated: 0, dropped: 0, delayMs: 12, rungs: [] },
      sound: null,
      preview: { windows: 0, feeds: 0, skipped: 0 },
      vision: [],
      record: null,
      ...told,
    },
  }
}

export function tally(told: Partial<Tally> = {}): MediaReport {
  return {
    type: 'tally',
    tally: {
      at: 1_000,
      program: 'wheel',
      preview: null,
      leaving: null,
      onAir: ['wheel'],
      inPreview: [],
      slate: false,
      standIns: {},
      ...told,
    },
  }
}
