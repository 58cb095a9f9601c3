/** The NAL units of an access unit in Annex B, without start codes; views of the same memory. */
export function nalUnits(accessUnit: Buffer): Buffer[] {
  const units: Buffer[] = []
  let start = -1
  for (let mark = startCode(accessUnit, 0); mark !== -1; mark = startCode(accessUnit, mark + 3)) {
    if (start !== -1) units.push(withoutTrailingZeros(accessUnit.subarray(start, mark)))
    start = mark + 3
  }
  if (start !== -1) units.push(withoutTrailingZeros(accessUnit.subarray(start)))
  return units.filter((unit) => unit.length > 0)
}

const startCodeBytes = Buffer.from([0, 0, 1])
const startCode = (bytes: Buffer, from: number) => bytes.indexOf(startCodeBytes, from)

/** The fourth byte of a long start code belongs to the unit before it, and no NAL unit ends in zero (H.264, 7.4.1). */
function withoutTrailingZeros(unit: Buffer): Buffer {
  let end = unit.length
  while (end > 0 && unit[end - 1] === 0) end--
  return unit.subarray(0, end)
}
