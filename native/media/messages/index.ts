/**
 * What the media process and the studio say to each other, as shapes that check themselves. It must import nothing but
 * zod: windows, the studio and the desktop's shell read it too.
 */
export * from './command.ts'
export * from './configuration.ts'
export * from './feed.ts'
export * from './mix.ts'
export * from './preview.ts'
export * from './record.ts'
export * from './report.ts'
export * from './source.ts'
export * from './vision.ts'
