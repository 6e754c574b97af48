// A list of participants as an office sends it: a workbook with a title above the headings, shared
// strings, and birth dates as the numbers that a spreadsheet keeps. Nobody's names, nobody's CURP.
import { zip } from './zip.mjs'

const ALPHABET = '0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ'
const GIVEN = ['Rosa', 'Pedro', 'Elena', 'Hugo', 'Marta', 'Luis', 'Sara', 'Tomás', 'Nora', 'Raúl']
const FIRST = ['Xecal', 'Xemit', 'Xenot', 'Xepur', 'Xetan', 'Xedam', 'Xefor', 'Xegal', 'Xelom', 'Xesan']
const SECOND = ['Canul', 'Pech', 'Dzul', 'Balam', 'Poot', 'Chan', 'Tun', 'Noh', 'Moo', 'Uc']
const OFFICES = ['Secretaría de Obras (ejemplo)', 'Registro Civil (ejemplo)', 'Oficialía Mayor (ejemplo)']
const HEADINGS = ['Nombre(s)', 'Apellido paterno', 'Apellido materno', 'CURP', 'Sexo', 'Fecha de nacimiento', 'Dependencia', 'Área', 'Puesto']

/** So many people, the same each time; the last one has no CURP at hand. */
export function people(count) {
  return Array.from({ length: count }, (_, n) => {
    const given = GIVEN[n % GIVEN.length]
    const first = FIRST[n % FIRST.length]
    const second = SECOND[(n * 3 + Math.floor(n / 10)) % SECOND.length]
    const sex = n % 2 === 0 ? 'Mujer' : 'Hombre'
    const birth = new Date(Date.UTC(1968 + n, n % 12, 1 + n))
    const curp = n + 1 === count ? '' : curpOf({ given, first, second, sex, birth })
    return { given, first, second, sex, birth, curp, office: OFFICES[n % OFFICES.length], name: `${given} ${first} ${second}` }
  })
}

/** The workbook of their list. */
export function workbook(people) {
  const strings = new Map()
  const text = (value) => {
    if (!strings.has(value)) strings.set(value, strings.size)
    return { type: ' t="s"', value: strings.get(value) }
  }
  const date = (value) => ({ type: ' s="1"', value: value.getTime() / 86_400_000 + 25_569 })
  const rows = [
    [text('Personas inscritas al taller (ejemplo)')],
    [],
    HEADINGS.map(text),
    ...people.map((one) => [
      ...[one.given, one.first, one.second, one.curp, one.sex].map((value) => (value ? text(value) : null)),
      date(one.birth),
      ...[one.office, 'Atención al público', 'Analista'].map(text),
    ]),
  ]
  const cell = (cell, row, column) =>
    cell && `<c r="${String.fromCharCode(65 + column)}${row}"${cell.type}><v>${cell.value}</v></c>`
  const data = rows.map((cells, n) => `<row r="${n + 1}">${cells.map((one, at) => cell(one, n + 1, at) ?? '').join('')}</row>`)
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const pack = 'http://schemas.openxmlformats.org/package/2006'
  const kind = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  const xml = (body) => `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${body}`
  const parts = { 'workbook.xml': 'sheet.main', 'worksheets/sheet1.xml': 'worksheet', 'styles.xml': 'styles', 'sharedStrings.xml': 'sharedStrings' }
  const override = Object.entries(parts).map(([name, type]) => `<Override PartName="/xl/${name}" ContentType="${kind}.${type}+xml"/>`)
  const related = [['worksheet', 'worksheets/sheet1.xml'], ['styles', 'styles.xml'], ['sharedStrings', 'sharedStrings.xml']]
  const relation = ([type, target], n) => `<Relationship Id="rId${n + 1}" Type="${office}/${type}" Target="${target}"/>`
  const relations = (all) => xml(`<Relationships xmlns="${pack}/relationships">${all.map(relation).join('')}</Relationships>`)
  return zip([
    ['[Content_Types].xml', xml(`<Types xmlns="${pack}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${override.join('')}</Types>`)],
    ['_rels/.rels', relations([['officeDocument', 'xl/workbook.xml']])],
    ['xl/workbook.xml', xml(`<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="Lista" sheetId="1" r:id="rId1"/></sheets></workbook>`)],
    ['xl/_rels/workbook.xml.rels', relations(related)],
    ['xl/styles.xml', xml(`<styleSheet xmlns="${main}"><fonts count="1"><font/></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`)],
    ['xl/sharedStrings.xml', xml(`<sst xmlns="${main}">${[...strings.keys()].map((value) => `<si><t>${value}</t></si>`).join('')}</sst>`)],
    ['xl/worksheets/sheet1.xml', xml(`<worksheet xmlns="${main}"><sheetData>${data.join('')}</sheetData></worksheet>`)],
  ])
}

/** A CURP that passes every check. No surname of ours exists, so it is nobody's. */
function curpOf({ given, first, second, sex, birth }) {
  const plain = (word) => word.normalize('NFD').replace(/[^A-Za-z]/g, '').toUpperCase()
  const inner = (word) => [...plain(word)].slice(1).find((letter) => !'AEIOU'.includes(letter)) ?? 'X'
  const [one, two, name] = [first, second, given].map(plain)
  const vowel = [...one].slice(1).find((letter) => 'AEIOU'.includes(letter))
  const day = birth.toISOString().slice(2, 10).replaceAll('-', '')
  const head = `${one[0]}${vowel}${two[0]}${name[0]}${day}${sex === 'Mujer' ? 'M' : 'H'}QR${inner(first)}${inner(second)}${inner(given)}0`
  const sum = [...head].reduce((sum, letter, at) => sum + ALPHABET.indexOf(letter) * (18 - at), 0)
  return `${head}${(10 - (sum % 10)) % 10}`
}
