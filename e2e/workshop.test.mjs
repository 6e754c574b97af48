// The workshop from end to end: a list in a spreadsheet goes in, certificates that anybody can verify
// come out, and one that was revoked says so. The course lies in the past, as its paper rolls do.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lookOnce } from './lib/axe.mjs'
import { courseAround } from './lib/holidays.mjs'
import { journey } from './lib/journey.mjs'
import { enter } from './lib/login.mjs'
import { dice, qrOf, textOf, updated, verify } from './lib/pdf.mjs'
import { people as listed, workbook } from './lib/workbook.mjs'

const SESSIONS = 16
const NAME = 'Recorrido, Leona Vicario'
const FLIPS = process.env.BUENTRATO_PROOF === 'full' ? 1000 : 100
const people = listed(20)
const course = courseAround(SESSIONS)
const folder = mkdtempSync(join(tmpdir(), 'buentrato-journey-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

// Who was not simply there, by session: the person, the mark, and its minutes or reason.
const [late, excused, corrected, dropped] = [people[0], people[1], people[2], people[3]]
const EXCEPTIONS = {
  2: [[late, 'Retardo', '15 minutos']],
  3: [[excused, 'Falta justificada', 'Salud'], [late, 'Retardo', '30 minutos']],
  4: [[corrected, 'Falta injustificada']],
  ...Object.fromEntries([8, 9, 10, 11].map((number) => [number, [[dropped, 'Falta injustificada']]])),
}
const state = {}

journey('the coordination prepares documents, privacy notice and a group whose schedule goes around a holiday', async ({ app, page }) => {
  await enter(page, app, app.user('coordinator'))
  await follow(page, 'Documentos')
  await page.getByRole('link', { name: 'Nueva presentación' }).first().click()
  await lookOnce(page)
  await page.getByLabel('Para qué centro').selectOption({ label: 'CECOVIM Othón P. Blanco (Chetumal)' })
  await page.getByLabel('Institución').fill('Instituto de ejemplo')
  await page.getByLabel('Lugar de expedición').fill('Chetumal, Quintana Roo')
  await page.getByLabel('Nombre (1)').fill('Persona de Ejemplo')
  await page.getByLabel('Cargo (1)').fill('Titular')
  await send(page, 'Guardar')
  await done(page, 'La nueva presentación quedó guardada.')

  await follow(page, 'Grupos')
  await page.getByRole('link', { name: 'Crear un grupo' }).first().click()
  await lookOnce(page)
  await page.locator('.bt-choice', { hasText: 'ersonas servidoras públicas' }).getByRole('radio').check()
  await page.getByRole('radio', { name: /Othón P\. Blanco/ }).check()
  await send(page, 'Continuar')
  await lookOnce(page)
  await page.getByLabel('Nombre del grupo').fill(NAME)
  await page.getByLabel('Sala').selectOption({ label: 'Leona Vicario (caben 30) · aquí se atiende a mujeres' })
  await send(page, 'Continuar')
  await lookOnce(page)
  const weekday = new Date(course.days[0]).toLocaleDateString('es-MX', { weekday: 'long', timeZone: 'UTC' })
  await page.getByLabel('Día de la semana').selectOption({ label: weekday })
  await page.getByLabel('Hora').fill('12:45')
  await page.getByLabel('Primer día posible').fill(course.days[0])
  await send(page, 'Continuar')
  await lookOnce(page)
  await page.getByLabel('Primera persona').selectOption({ label: 'Ana Canul Ejemplo' })
  await page.getByLabel('Segunda persona').selectOption({ label: 'Luis Pech Ejemplo' })
  await send(page, 'Continuar')
  await page.getByRole('heading', { name: 'Verifique sus respuestas' }).waitFor()
  await lookOnce(page)
  const [year, month, day] = course.holiday.split('-')
  await page.getByText(`Se salta el ${day}/${month}/${year}`).waitFor()
  await page.getByText('La primera sesión ya pasó: sus listas se transcribirán del papel.').waitFor()
  await send(page, 'Crear el grupo')
  await done(page, 'El grupo se creó con todas sus sesiones.')
  await lookOnce(page)
  state.group = page.url()
  const days = await page.locator('tbody time').evaluateAll((all) => all.map((one) => one.dateTime.slice(0, 10)))
  assert.deepEqual(days, course.days)

  await follow(page, 'Participantes')
  await lookOnce(page)
  await follow(page, 'Aviso de privacidad del centro')
  await lookOnce(page)
  await page.getByLabel('Aviso simplificado').fill('Aviso simplificado de ejemplo.')
  await page.getByLabel('Aviso integral').fill('Aviso integral de ejemplo.')
  await send(page, 'Poner en uso')
  await done(page, 'El aviso quedó en uso.')
})

journey('whoever admits imports the list of twenty people', async ({ app, page }) => {
  const file = join(folder, 'lista.xlsx')
  writeFileSync(file, workbook(people))
  await enter(page, app, app.user('intake'))
  await page.goto(`${state.group}/participantes`)
  await page.getByRole('link', { name: 'Importar lista' }).first().click()
  await lookOnce(page)
  await page.getByLabel('Lista').setInputFiles(file)
  await send(page, 'Subir y revisar')
  await page.getByRole('heading', { name: 'Confirme las columnas' }).waitFor()
  await lookOnce(page)
  assert.equal(await page.getByLabel('Renglón de los encabezados').inputValue(), '3')
  await send(page, 'Continuar')
  await page.getByRole('heading', { name: 'Revise la lista' }).waitFor()
  await lookOnce(page)
  assert.deepEqual(await page.locator('.bt-tabs .bt-count').allInnerTexts(), ['20', '19', '1', '0'])
  await page.getByText('No trae CURP: queda pendiente de entregar.').waitFor()
  assert.equal(await page.getByLabel('Primer día en el grupo').inputValue(), course.days[0])
  await page.getByLabel('¿Cómo consta que se aceptó el aviso?').selectOption({ label: 'Firma en una lista' })
  await page.getByLabel('Día en que se aceptó').fill(course.days[0])
  await send(page, 'Importar 20 renglones')
  await page.getByText('Entraron 20 renglones y ninguno quedó fuera.').waitFor()
  await lookOnce(page)
  await follow(page, 'Ver a las personas')
  await page.getByText('20 de 20 lugares ocupados.').waitFor()
  await lookOnce(page)
})

journey('the first facilitator transcribes sixteen rolls and writes their logs, and corrects one line', async ({ app, page }) => {
  await enter(page, app, named(app, 'ana'))
  await page.goto(state.group)
  state.sessions = await page.locator('tbody th a').evaluateAll((all) => all.map((one) => one.href))
  assert.equal(state.sessions.length, SESSIONS)
  for (const [at, session] of state.sessions.entries()) {
    await page.goto(session)
    await lookOnce(page)
    await takeRoll(page, EXCEPTIONS[at + 1] ?? [])
    await page.goto(session)
    await writeLog(page)
  }
  await page.goto(`${state.sessions[3]}/lista`)
  await page.getByRole('link', { name: `Corregir ${corrected.name}` }).click()
  await lookOnce(page)
  await page.locator('[data-bt-roll-row]').getByText('Falta justificada', { exact: true }).first().click()
  await page.getByLabel('Motivo').selectOption({ label: 'Cita con una autoridad' })
  await page.getByLabel('Por qué se corrige').fill('Trajo su comprobante.')
  await send(page, 'Guardar la corrección')
  await done(page, 'Corrección guardada.')
  await page.getByText(`${corrected.name}: de Falta injustificada a Falta justificada`).waitFor()
  await lookOnce(page)
})

journey('the second facilitator signs the sixteen logs', async ({ app, page }) => {
  await enter(page, app, named(app, 'luis'))
  for (const session of state.sessions) {
    await page.goto(`${session}/bitacora`)
    await page.getByRole('link', { name: 'Firmar' }).click()
    await send(page, 'Firmar')
    await done(page, 'Bitácora firmada.')
    assert.equal(await page.locator('.bt-timeline li').count(), 2)
  }
  await page.goto(state.sessions[0])
  await page.getByText('Está firmada.').waitFor()
  await lookOnce(page)
  await page.goto(`${state.group}/avance`)
  await lookOnce(page)
})

journey('the coordination issues all certificates in one go, and anybody can verify one', async ({ app, page, open }) => {
  await enter(page, app, app.user('coordinator'))
  await page.goto(`${state.group}/constancias`)
  await lookOnce(page)
  // Everybody took part; one person missed four sessions, and thirteen are needed.
  await follow(page, 'Emitir 39 constancias')
  await page.getByRole('heading', { name: 'Revise antes de emitir' }).waitFor()
  await lookOnce(page)
  await send(page, 'Emitir 39 constancias')
  await page.getByText(/\d+ de 39 constancias/).first().waitFor()
  await page.getByText('Se emitieron 39 constancias.').waitFor({ timeout: 120_000 })
  await lookOnce(page)
  await follow(page, 'Ver las constancias')
  await lookOnce(page)
  await page.getByRole('row', { name: dropped.name.split(' ').slice(1).join(' ') }).getByText('No cumple la regla de conclusión').waitFor()

  const row = page.getByRole('row', { name: late.name.split(' ').slice(1).join(' ') })
  const folio = await row.getByRole('link').nth(1).innerText()
  await row.getByRole('link').nth(1).click()
  await lookOnce(page)
  state.certificate = page.url()
  state.pdf = await keep(page, 'Descargar PDF', 'constancia.pdf')
  const text = textOf(state.pdf)
  for (const words of [late.name, folio, 'Constancia de conclusión', 'De la reflexión a la acción', 'Instituto de ejemplo', 'Persona de Ejemplo', 'las 16 sesiones', '39 horas y 15 minutos']) {
    assert.ok(text.toLowerCase().includes(words.toLowerCase()), `«${words}» is not in: ${text}`)
  }
  state.address = qrOf(state.pdf)
  assert.match(state.address, new RegExp(`^${app.url}/v/[A-Za-z0-9_-]{22,}$`))

  const guest = await open()
  await guest.goto(state.address)
  await guest.getByText('Constancia válida.').waitFor()
  await lookOnce(guest)
  const shown = await guest.locator('main').innerText()
  assert.ok(shown.includes(folio) && !shown.includes(late.first), shown)
  state.key = await keep(guest, 'Descargar la llave pública del centro', 'llave.txt')
  assert.equal((await guest.request.get(`${app.url}/v/${folio}`)).status(), 404, 'a folio alone says nothing')
})

journey('an altered certificate fails offline, the one that was issued does not', async ({ app, page }) => {
  const pdf = readFileSync(state.pdf)
  const intact = verify([state.pdf], state.key)
  assert.deepEqual([intact.code, intact.verdicts[0].valid], [0, true])

  await enter(page, app, named(app, 'olga'))
  await page.goto(`${app.url}/centros`)
  const centre = await page.getByRole('link', { name: /Benito Juárez/ }).first().getAttribute('href')
  const elsewhere = join(folder, 'otra-llave.txt')
  const answer = await page.request.get(`${app.url}/llaves/${centre.split('/').at(-1)}`)
  assert.equal(answer.status(), 200)
  writeFileSync(elsewhere, await answer.body())
  assert.deepEqual(verify([state.pdf], elsewhere).verdicts[0].reason, 'other-key')

  const altered = (name, bytes) => {
    const file = join(folder, name)
    writeFileSync(file, bytes)
    return file
  }
  const others = [
    altered('byte.pdf', Buffer.concat([pdf, Buffer.from('x')])),
    altered('newline.pdf', Buffer.concat([pdf, Buffer.from('\n')])),
    altered('twice.pdf', Buffer.concat([pdf, pdf])),
    altered('update.pdf', updated(pdf)),
    altered('cut.pdf', pdf.subarray(0, pdf.length - 1)),
  ]
  for (const verdict of verify(others, state.key).verdicts) assert.ok(!verdict.valid, verdict.file)

  const seed = Number(process.env.BUENTRATO_SEED ?? Date.now() % 1e9)
  const roll = dice(seed)
  const reasons = {}
  for (let begun = 0; begun < FLIPS; begun += 50) {
    const files = [state.pdf]
    for (let n = 0; n < Math.min(50, FLIPS - begun); n += 1) {
      const flipped = Buffer.from(pdf)
      flipped[roll(pdf.length)] ^= 1 << roll(8)
      files.push(altered(`flip-${n}.pdf`, flipped))
    }
    const [control, ...verdicts] = verify(files, state.key).verdicts
    assert.ok(control.valid)
    for (const { valid, file, reason } of verdicts) {
      assert.ok(!valid, `${file} of seed ${seed} is believed`)
      reasons[reason] = (reasons[reason] ?? 0) + 1
    }
  }
  console.log(`${FLIPS} flipped bits of ${pdf.length} bytes, seed ${seed}:`, reasons)
})

journey('a revoked certificate says so', async ({ app, page, open }) => {
  await enter(page, app, app.user('coordinator'))
  await page.goto(state.certificate)
  await follow(page, 'Revocar constancia')
  await lookOnce(page)
  await page.getByLabel('Motivo').fill('Se emitió con un dato equivocado.')
  await send(page, 'Revocar constancia')
  await done(page, 'La constancia quedó revocada.')
  const guest = await open()
  await guest.goto(state.address)
  await guest.getByText(/^Constancia revocada el/).waitFor()
  assert.equal(await guest.getByText('Constancia válida.').count(), 0)
  await lookOnce(guest)
  assert.ok(verify([state.pdf], state.key).verdicts[0].valid, 'the seal proves integrity, not that it is in force')
})

function named(app, username) {
  return app.users.find((user) => user.username === username)
}

/** Marks everybody present but the exceptions, and signs. */
async function takeRoll(page, exceptions) {
  await page.getByRole('link', { name: 'Lista: pasar lista' }).click()
  await page.getByRole('link', { name: 'Transcribir la lista de papel' }).click()
  await lookOnce(page)
  assert.equal(await page.locator('[data-bt-roll-row]').count(), people.length)
  await page.getByRole('button', { name: 'Los demás, presentes' }).click()
  for (const [person, mark, more] of exceptions) {
    const row = page.locator('[data-bt-roll-row]', { hasText: person.name })
    await row.getByText(mark, { exact: true }).first().click()
    if (more) await row.getByLabel(mark === 'Retardo' ? 'Minutos que perdió' : 'Motivo').selectOption({ label: more })
  }
  await send(page, 'Firmar y cerrar')
  await page.getByRole('heading', { name: /Firmar la lista/ }).waitFor()
  await lookOnce(page)
  await send(page, 'Firmar y cerrar')
  await done(page, 'Lista firmada y cerrada.')
}

/** Says of each activity that it was done as planned, and signs as one of two. */
async function writeLog(page) {
  await page.getByRole('link', { name: 'Bitácora: escribir' }).click()
  await lookOnce(page)
  for (const full of await page.getByRole('radio', { name: 'Como se planeó' }).all()) await full.check()
  await send(page, 'Firmar')
  await page.getByRole('heading', { name: /Firmar la bitácora/ }).waitFor()
  await lookOnce(page)
  await send(page, 'Firmar')
  await done(page, 'Bitácora firmada.')
}

/** Sends the form, and waits for what comes after it. */
async function send(page, name) {
  await Promise.all([page.waitForNavigation(), page.getByRole('button', { name, exact: true }).click()])
}

async function follow(page, name) {
  await page.getByRole('link', { name, exact: true }).first().click()
}

/** What the page before says that it did. */
async function done(page, text) {
  await page.getByRole('status').filter({ hasText: text }).waitFor()
}

/** Downloads what a link leads to. */
async function keep(page, name, as) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name }).click()])
  const file = join(folder, as)
  await download.saveAs(file)
  return file
}
