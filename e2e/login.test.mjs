// Somebody enters, sees the home page, and leaves. Nobody enters with a wrong or a used code.
import assert from 'node:assert/strict'
import { look } from './lib/axe.mjs'
import { journey } from './lib/journey.mjs'
import { freshCode, login, typeCode, typePassword } from './lib/login.mjs'

journey('a facilitator enters and sees what is due today', async ({ app, page }) => {
  await page.goto(`${app.url}/`)
  await look(page, 'entrar')
  await login(page, app, app.user('facilitator'))
  await hoy(page)
  await look(page, 'hoy-facilitadora')
})

journey('the safety side has a login of its own and an empty home', async ({ app, page }) => {
  const liaison = app.user('safety-liaison')
  assert.notEqual(new URL(app.safetyUrl).host, new URL(app.url).host)
  await page.goto(`${app.safetyUrl}/`)
  await look(page, 'enlace-entrar')
  await login(page, app, liaison)
  await look(page, 'enlace-hoy')
  const cookies = (await page.context().cookies()).map((cookie) => cookie.name)
  assert.ok(cookies.some((name) => name.endsWith('enlace')), `cookies: ${cookies}`)
  assert.ok(!cookies.some((name) => name.endsWith('programa')), `cookies: ${cookies}`)
})

journey('a person of one side cannot enter the other', async ({ app, page }) => {
  await typePassword(page, app.url, app.user('safety-liaison'))
  await page.getByRole('alert').waitFor()
})

journey('a wrong password and an unknown name are refused in the same words', async ({ app, page }) => {
  const { username, password } = app.user('coordinator')
  const answers = []
  for (const person of [{ username, password: 'no es la contraseña' }, { username: 'nadie', password }]) {
    await typePassword(page, app.url, person)
    answers.push(await page.getByRole('alert').innerText())
  }
  assert.equal(answers[0], answers[1])
  await look(page, 'entrar-rechazado')
})

journey('a code is good once', async ({ app, page, open }) => {
  const coordinator = app.user('coordinator')
  const code = await freshCode(coordinator.totp_secret)
  await typePassword(page, app.url, coordinator)
  await look(page, 'codigo')
  await typeCode(page, code)
  await hoy(page)

  const other = await open()
  await typePassword(other, app.url, coordinator)
  await typeCode(other, code)
  await other.getByRole('alert').waitFor()
  await look(other, 'codigo-rechazado')
})

journey('one enters without JavaScript too', async ({ app, open }) => {
  const page = await open({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } })
  await login(page, app, app.user('intake'))
  await hoy(page)
})

function hoy(page) {
  return page.getByRole('heading', { level: 1, name: 'Hoy' }).waitFor()
}
