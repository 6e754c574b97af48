// Every page that a link leads each demo user to: axe in both themes and sizes, nothing refused by the
// policy, no answer of 500, nothing that scrolls sideways on a telephone.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { examine, kindOf, partsOf } from './lib/axe.mjs'
import { journey } from './lib/journey.mjs'
import { enter } from './lib/login.mjs'

/** How many pages of one kind are opened for one user; what is looked at once more differs in its parts. */
const OF_A_KIND = 2
const FILES = /\.(pdf|xlsx|zip|ics|txt|json)$|\/(plantilla|copia|logotipo|firmada|lista-firmada)$|^\/(llaves|recursos)\//
const looked = new Set()
const visited = new Set()

for (const username of ['ana', 'luis', 'bruno', 'ines', 'carla', 'mateo', 'olga', 'dario', 'elena', 'aurora', 'fatima', 'sofia']) {
  journey(`every page that ${username} is led to is sound`, async ({ app, page }) => {
    const user = app.users.find((one) => one.username === username)
    await enter(page, app, user)
    const home = app.urlOf(user)
    const waiting = [`${home}/`, `${home}/cuenta`]
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
  assert.ok(missed.length < patterns.length / 3)
})

/** Texts that nobody wrote show as their key. */
async function texts(page, kind) {
  const text = await page.locator('body').innerText()
  return (text.match(/\[\[[a-z-]+\]\]/g) ?? []).map((key) => `${kind}: ${key}`)
}
