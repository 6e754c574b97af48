// Every page that a link leads each demo user to: axe in both themes and sizes, nothing refused by the
// policy, no answer of 500, nothing that scrolls sideways on a telephone.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { examine, kindOf, partsOf } from './lib/axe.mjs'
import { journey } from './lib/journey.mjs'
import { enter, typePassword } from './lib/login.mjs'
import { people, workbook } from './lib/workbook.mjs'

/** How many pages of one kind are opened for one user; what is looked at once more differs in its parts. */
const OF_A_KIND = 2
const FILES = /\.(pdf|xlsx|zip|ics|txt|json)$|\/(plantilla|copia|logotipo|firmada|lista-firmada|pdf)$|^\/(llaves|recursos)\//
const looked = new Set()
const visited = new Set()
/** Where the demo has no link, or not yet, by who may go there. */
const further = { elena: ['/primeros-pasos', '/personas/conservacion'] }
const PDF = { name: 'original.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n%%EOF\n') }
const LOGO = { name: 'logotipo.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20" fill="#1f6f6b"/></svg>') }

journey('the coordination makes what the demo has not: certificates, a logo, lists under way, a merged file', async ({ app, page }) => {
  const bruno = app.users.find((one) => one.username === 'bruno')
  await enter(page, app, bruno)
  const home = app.urlOf(bruno)
  const more = (further.bruno = [])

  await page.goto(`${home}/documentos/nuevo`)
  await page.getByLabel('Para qué centro').selectOption({ label: 'CECOVIM Othón P. Blanco (Chetumal)' })
  await page.getByLabel('Institución').fill('Instituto de ejemplo')
  await page.getByLabel('Lugar de expedición').fill('Chetumal, Quintana Roo')
  await page.getByLabel('Nombre (1)').fill('Persona de Ejemplo')
  await page.getByLabel('Cargo (1)').fill('Titular')
  await page.getByLabel('Logotipo').setInputFiles(LOGO)
  await send(page, 'Guardar')
  more.push(...(await page.locator('img[src$="/logotipo"]').evaluateAll((all) => all.map((one) => one.src))))

  const group = async (name) => {
    await page.goto(`${home}/grupos?nombre=${name}`)
    await page.locator('#lista tbody th a').first().click()
    return page.url()
  }
  const taught = await group('turismo')
  for (const [list, goesOn] of [[people(3), true], [people(5).slice(3), false]]) {
    await page.goto(`${taught}/participantes`)
    await page.getByRole('link', { name: 'Importar lista' }).first().click()
    await page.getByLabel('Lista').setInputFiles({ name: 'lista.xlsx', mimeType: 'application/octet-stream', buffer: workbook(list) })
    await send(page, 'Subir y revisar')
    if (!goesOn) more.push(page.url())
    await send(page, 'Continuar')
    if (goesOn) await send(page, `Importar ${list.length} renglones`)
    more.push(page.url(), page.url().replace(/\/(revision|resultado).*/, '/copia'))
  }

  await page.goto(`${taught}/participantes`)
  const files = await page.locator('tbody th a').evaluateAll((all) => all.map((one) => one.href))
  const [kept, other, third] = files
  await page.goto(`${kept}/union/${other.split('/').at(-1)}`)
  await page.locator('input[name="motivo"]').first().check()
  await send(page, 'Unir con otro expediente')
  more.unshift(kept, `${kept}/union/${third.split('/').at(-1)}`)

  await page.goto(`${await group('finanzas')}/constancias`)
  await page.getByRole('link', { name: /^Emitir \d+ constancias/ }).click()
  await page.getByRole('button', { name: /^Emitir \d+ constancias/ }).click()
  await page.waitForURL(/\/trabajos\//)
  more.push(page.url())
  await page.getByText(/^Se emitieron \d+ constancias/).waitFor({ timeout: 240_000 })
  await page.getByRole('link', { name: 'Ver las constancias' }).click()
  await page.locator('tbody td a').first().click()
  await page.getByLabel('Archivo').setInputFiles(PDF)
  await send(page, 'Guardar')
  more.unshift(page.url())
})

journey('whoever comes in for the first time prepares the account', async ({ app, page, open }) => {
  const elena = app.users.find((one) => one.username === 'elena')
  await enter(page, app, elena)
  await page.goto(`${app.urlOf(elena)}/cuentas/nueva`)
  await page.locator('[name="nombre"]').fill('Persona de Prueba')
  await page.locator('[name="usuario"]').fill('prueba')
  await page.locator('[name="funcion"]').selectOption('auditor')
  await send(page, 'Crear cuenta')
  const password = await page.locator('dd code').last().innerText()
  const guest = await open()
  await typePassword(guest, app.urlOf(elena), { username: 'prueba', password })
  await guest.getByRole('heading', { name: 'Prepare su cuenta' }).waitFor()
  assert.deepEqual([...(await texts(guest, 'alta')), ...(await examine(guest, 'entrar-alta'))], [])
  visited.add(kindOf(guest.url()))
})

for (const username of ['ana', 'luis', 'bruno', 'ines', 'carla', 'mateo', 'olga', 'dario', 'elena', 'aurora', 'fatima', 'sofia']) {
  journey(`every page that ${username} is led to is sound`, async ({ app, page }) => {
    const user = app.users.find((one) => one.username === username)
    await enter(page, app, user)
    const home = app.urlOf(user)
    const waiting = [`${home}/`, `${home}/cuenta`, ...(further[username] ?? []).map((path) => new URL(path, home).href)]
    const queued = new Set(waiting)
    const opened = {}
    const found = []
    while (waiting.length > 0) {
      const url = waiting.shift()
      const kind = kindOf(url)
      if ((opened[kind] ?? 0) >= OF_A_KIND) continue
      opened[kind] = (opened[kind] ?? 0) + 1
      visited.add(kind)
      if (FILES.test(kind)) {
        const answer = await page.request.get(url)
        if (answer.status() !== 200) found.push(`${answer.status()} for ${kind}`)
        continue
      }
      const answer = await page.goto(url)
      if (answer.status() !== 200) {
        found.push(`${answer.status()} for ${kind}`)
        continue
      }
      found.push(...(await texts(page, kind)))
      const parts = await partsOf(page)
      if (!looked.has(parts)) {
        looked.add(parts)
        found.push(...(await examine(page, `${username}${kind.replaceAll('/', '-').replace(/-$/, '-hoy')}-${opened[kind]}`)))
      }
      for (const link of await page.locator('a[href]').evaluateAll((all) => all.map((one) => one.href))) {
        const clean = link.split('#')[0]
        if (clean.startsWith(`${home}/`) && !queued.has(clean)) {
          queued.add(clean)
          waiting.push(clean)
        }
      }
    }
    console.log(`${username}: ${Object.values(opened).reduce((sum, n) => sum + n, 0)} pages of ${Object.keys(opened).length} kinds`)
    assert.deepEqual(found, [])
  })
}

journey('the crawl came by every kind of page that a link leads to', async () => {
  const table = readFileSync(new URL('../crates/web/tests/access_matrix.rs', import.meta.url), 'utf8')
  const patterns = [...table.matchAll(/\("GET (\/[^"]*)"/g)].map((one) => one[1]).filter((one) => !one.startsWith('/api'))
  const shape = (path) => path.replace(/\{[^}]+\}|_/g, '*').replace(/^\/(recursos|calendario)\/.+/, '/$1/*')
  const kinds = new Set([...visited].map(shape))
  const missed = patterns.filter((pattern) => !kinds.has(shape(pattern)))
  console.log(`${patterns.length - missed.length} of ${patterns.length} kinds of pages came by; no link of the demo leads to:\n  ${missed.join('\n  ')}`)
  assert.ok(missed.length <= 15, `${missed.length} missed`)
})

/** Sends the form, and waits for what comes after it. */
async function send(page, name) {
  await Promise.all([page.waitForNavigation(), page.getByRole('button', { name, exact: true }).click()])
}

/** Texts that nobody wrote show as their key. */
async function texts(page, kind) {
  const text = await page.locator('body').innerText()
  return (text.match(/\[\[[a-z-]+\]\]/g) ?? []).map((key) => `${kind}: ${key}`)
}
