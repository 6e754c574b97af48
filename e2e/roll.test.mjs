// A roll of twenty with three exceptions, on a telephone with a slow line: few taps, no typing, a minute.
import assert from 'node:assert/strict'
import { journey } from './lib/journey.mjs'
import { enter } from './lib/login.mjs'

const MOST_TAPS = 12
const MOST_SECONDS = 60
/** What somebody takes to find the next thing and tap it; our allowance, on top of what the line takes. */
const SECONDS_PER_TAP = 2

journey('a roll of twenty with three exceptions takes at most 12 taps and a minute at 360 px and 400 ms', async ({ app, open }) => {
  const page = await open({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 })
  await enter(page, app, app.user('facilitator'))
  const due = page.locator('section').filter({ has: page.getByRole('heading', { name: /^Listas pendientes/ }) })
  const owed = due.getByRole('link', { name: /^Obras, segundo grupo: sesión/ })
  await owed.waitFor()
  const line = await page.context().newCDPSession(page)
  await line.send('Network.enable')
  await line.send('Network.emulateNetworkConditions', { offline: false, latency: 400, downloadThroughput: 200_000, uploadThroughput: 100_000 })

  let taps = 0
  let typed = 0
  await page.exposeFunction('noteTyping', () => (typed += 1))
  await page.addInitScript(() => document.addEventListener('keydown', () => window.noteTyping(), true))
  const tap = async (target) => {
    taps += 1
    await target.tap()
  }
  /** The list of a choice opens with one tap and closes with another. */
  const choose = async (target, label) => {
    taps += 2
    await target.selectOption({ label })
  }
  const rows = page.locator('[data-bt-roll-row]')
  const mark = (row, name) => rows.nth(row).locator('label', { hasText: name }).first()

  const began = performance.now()
  await tap(owed)
  await rows.nth(19).waitFor()
  assert.equal(await rows.count(), 20)
  // The two bars that stay in place leave four fifths of a small screen to the rows.
  const heights = await page.locator('.bt-nav, .bt-save-bar').evaluateAll((bars) => bars.map((bar) => bar.offsetHeight))
  assert.ok(heights.reduce((sum, height) => sum + height, 0) <= 0.2 * 640, `bars of ${heights} px`)
  const sayings = await rows.getByLabel('Cumplió lo acordado').evaluateAll((all) => all.map((one) => one.value))
  assert.deepEqual([...new Set(sayings)], [''], 'nobody has said who did what was agreed')
  await tap(page.getByRole('button', { name: 'Los demás, presentes' }))
  await tap(mark(4, 'Retardo'))
  await choose(rows.nth(4).getByLabel('Minutos que perdió'), '15 minutos')
  await tap(mark(9, 'Falta justificada'))
  await choose(rows.nth(9).getByLabel('Motivo'), 'Salud')
  await tap(mark(14, 'Falta injustificada'))
  await tap(page.getByRole('button', { name: 'Firmar y cerrar' }))
  await page.getByRole('heading', { name: /Firmar la lista/ }).waitFor()
  await tap(page.getByRole('button', { name: 'Firmar y cerrar' }))
  await page.getByRole('status').filter({ hasText: 'Lista firmada y cerrada.' }).waitFor()
  const seconds = (performance.now() - began) / 1000

  const whole = seconds + taps * SECONDS_PER_TAP
  console.log(`roll of 20, three exceptions: ${taps} taps, ${typed} keys, ${seconds.toFixed(1)} s of line and program, ${whole.toFixed(0)} s with ${SECONDS_PER_TAP} s for each tap`)
  assert.ok(taps <= MOST_TAPS, `${taps} taps`)
  assert.equal(typed, 0)
  assert.ok(whole <= MOST_SECONDS, `${whole} s`)
})
