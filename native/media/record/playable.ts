import { AVERROR_EOF, AVMEDIA_TYPE_VIDEO, CodecContext, FFmpegError, FormatContext, Frame, Packet } from 'node-av'

/**
 * Whether all packets of a file can be read, and the pictures from its last key frame on be decoded without damage: what
 * was written before had reached the disk by then, the last piece need not have.
 */
export async function playsToItsEnd(file: string): Promise<boolean> {
  const input = new FormatContext()
  input.allocContext()
  try {
    FFmpegError.throwIfError(await input.openInput(file, null, null))
    return await lastGroupDecodes(input)
  } catch (cause) {
    if (cause instanceof FFmpegError) return false
    throw cause
  } finally {
    await input.closeInput()
  }
}

async function lastGroupDecodes(input: FormatContext): Promise<boolean> {
  const { streamIndex, decoder } = input.findBestStream(AVMEDIA_TYPE_VIDEO, -1, -1, true)
  const stream = input.streams[streamIndex]
  if (!stream || !decoder) return false
  const group: Packet[] = []
  using packet = new Packet()
  packet.alloc()
  try {
    let code = await input.readFrame(packet)
    for (; code >= 0; code = await input.readFrame(packet)) {
      if (packet.streamIndex === streamIndex) {
        if (packet.isKeyframe) for (const old of group.splice(0)) old.free()
        const kept = packet.clone()
        if (kept) group.push(kept)
      }
      packet.unref()
    }
    if (!FFmpegError.is(code, AVERROR_EOF) || group.length === 0) return false
    using context = new CodecContext()
    context.allocContext3(decoder)
    FFmpegError.throwIfError(context.parametersToContext(stream.codecpar))
    context.threadCount = 1
    FFmpegError.throwIfError(await context.open2(decoder, null))
    return await allDecode(context, group)
  } finally {
    for (const old of group) old.free()
  }
}

async function allDecode(context: CodecContext, group: readonly Packet[]): Promise<boolean> {
  using frame = new Frame()
  frame.alloc()
  for (const packet of [...group, null]) {
    if ((await context.sendPacket(packet)) < 0) return false
    while ((await context.receiveFrame(frame)) >= 0) {
      if (frame.decodeErrorFlags !== 0) return false
      frame.unref()
    }
  }
  return true
}
