// Who may import whom: the house's borders. An error here fails `npm run check`.
const own = '^(electron|renderer|native|backend|test)/'
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'renderer-sees-contracts-only',
      severity: 'error',
      from: { path: '^renderer/' },
      to: {
        path: own,
        pathNot: '^(renderer/|electron/studio/api/|backend/contract/index\\.ts$|native/media/messages/preview\\.ts$)',
      },
    },
    {
      name: 'windows-share-only-ui',
      severity: 'error',
      from: { path: '^renderer/(?!ui/)([^/]+)/' },
      to: { path: '^renderer/[^/]+/', pathNot: '^renderer/($1|ui)/' },
    },
    {
      name: 'shell-is-thin',
      severity: 'error',
      from: { path: '^electron/[^/]+\\.ts$' },
      to: {
        path: own,
        pathNot: '^(electron/[^/]+\\.ts$|electron/studio/api/|native/(process|runtime|virtual)/index\\.ts$)',
      },
    },
    {
      name: 'only-the-shell-knows-electron',
      severity: 'error',
      from: { pathNot: '^electron/(main|preload|window)\\.ts$|^test/' },
      to: { path: '^electron$|node_modules/electron/' },
    },
    {
      name: 'studio-uses-doors',
      severity: 'error',
      from: { path: '^electron/studio/' },
      to: {
        path: own,
        pathNot:
          '^(electron/studio/|native/[^/]+/index\\.ts$|native/media/messages/index\\.ts$|backend/contract/index\\.ts$)',
      },
    },
    {
      name: 'native-knows-nothing-of-the-house',
      severity: 'error',
      from: { path: '^native/' },
      to: { path: own, pathNot: '^native/' },
    },
    {
      name: 'native-rooms-use-doors',
      severity: 'error',
      from: { path: '^native/([^/]+)/' },
      to: { path: '^native/[^/]+/', pathNot: '^native/($1/|[^/]+/index\\.ts$)' },
    },
    {
      name: 'services-share-contract-and-platform',
      severity: 'error',
      from: { path: '^backend/(game|wallet|sfu|gateway|chat|postgres)/' },
      to: { path: own, pathNot: '^backend/($1/|contract/index\\.ts$|platform/index\\.ts$)' },
    },
    {
      name: 'platform-serves',
      severity: 'error',
      from: { path: '^backend/platform/' },
      to: { path: own, pathNot: '^backend/(platform/|contract/index\\.ts$)' },
    },
    {
      name: 'contract-stands-alone',
      severity: 'error',
      from: { path: '^backend/contract/' },
      to: { path: own, pathNot: '^backend/contract/' },
    },
    {
      name: 'launcher-starts-programs',
      severity: 'error',
      from: { path: '^backend/[^/]+\\.ts$' },
      to: {
        path: own,
        pathNot: '^(backend/(contract|platform)/index\\.ts$|backend/[^/]+\\.ts$|native/(process|runtime)/index\\.ts$)',
      },
    },
    {
      name: 'node-av-stays-behind-media',
      severity: 'error',
      from: { pathNot: '^native/(media|virtual)/|^test/' },
      to: { path: 'node_modules/node-av/' },
    },
    {
      name: 'onnxruntime-stays-behind-vision',
      severity: 'error',
      from: { pathNot: '^native/vision/model/|^test/' },
      to: { path: 'node_modules/onnxruntime-(node|common)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.test(-helper)?\\.tsx?$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
}
