// What a person or a telephone reads from a PDF: its text (pdftotext) and its QR code (pdftoppm, jsQR);
// and what the program says of its seal, without a network.
import jsQR from 'jsqr'
import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { PNG } from 'pngjs'

/** The text as laid out, with single spaces. */
export function textOf(file) {
  return execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }).replace(/\s+/g, ' ')
}

/** What the QR code of the first page says. */
export function qrOf(file) {
  execFileSync('pdftoppm', ['-png', '-r', '200', '-singlefile', file, `${file}.page`])
  const { data, width, height } = PNG.sync.read(readFileSync(`${file}.page.png`))
  const code = jsQR(new Uint8ClampedArray(data), width, height)
  if (!code) throw new Error(`no QR code in ${file}`)
  return code.data
}

/** What `certificate verify` says of each file: `{ code, verdicts }`. */
export function verify(files, key) {
  const args = ['certificate', 'verify', '--json', '--key', key, ...files]
  const { status, stdout, stderr } = spawnSync(process.env.BUENTRATO_BIN, args, { encoding: 'utf8', maxBuffer: 1 << 26 })
  const verdicts = stdout.trim().split('\n').filter(Boolean).map((line) => JSON.parse(line))
  if (verdicts.length !== files.length) throw new Error(`${verdicts.length} verdicts for ${files.length} files: ${stderr}`)
  return { code: status, verdicts }
}

/** The file as an editor saves it over: a new object, its table, and a trailer that points back. */
export function updated(pdf) {
  const text = pdf.toString('latin1')
  const previous = text.match(/startxref\n(\d+)\n%%EOF\n?$/)[1]
  const root = text.match(/\/Root (\d+ \d+ R)/)?.[1] ?? '1 0 R'
  const object = '9999 0 obj\n<< /Type /Annot >>\nendobj\n'
  const at = pdf.length + 1
  const table = `xref\n9999 1\n${String(at).padStart(10, '0')} 00000 n \n`
  const trailer = `trailer\n<< /Size 10000 /Root ${root} /Prev ${previous} >>\nstartxref\n${at + object.length}\n%%EOF\n`
  return Buffer.concat([pdf, Buffer.from(`\n${object}${table}${trailer}`, 'latin1')])
}

/** The same numbers for the same seed (mulberry32). */
export function dice(seed) {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let n = Math.imul(state ^ (state >>> 15), state | 1)
    n ^= n + Math.imul(n ^ (n >>> 7), n | 61)
    return Math.floor((((n ^ (n >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}
