// Somebody enters, sees the home page, and leaves. Nobody enters with a wrong or a used code.
import assert from 'node:assert/strict'
import { look } from './lib/axe.mjs'
import { journey } from './lib/journey.mjs'
import { freshCode, login } from './lib/login.mjs'

journey('a facilitator enters and sees what is due today', async ({ app, page }) => {
  await page.goto(`${app.url}/`)
  await look(page, 'entrar')
  await login(page, app, app.user('facilitator'))
  await page.getByRole('heading', { level: 1, name: 'Hoy' }).waitFor()
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
  const liaison = app.user('safety-liaison')
  await tryToEnter(page, app.url, liaison, await freshCode(liaison.totp_secret))
  await page.getByRole('alert').waitFor()
})

journey('a wrong password, a wrong code and an unknown name are refused in the same words', async ({ app, page }) => {
  const { username, password, totp_secret: secret } = app.user('coordinator')
  const code = await freshCode(secret)
  const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0')
  const answers = []
  for (const [person, digits] of [
    [{ username, password: 'no es la contraseña' }, code],
    [{ username, password }, wrong],
    [{ username: 'nadie', password }, code],
  ]) {
    await tryToEnter(page, app.url, person, digits)
    answers.push(await page.getByRole('alert').innerText())
  }
  assert.deepEqual(new Set(answers).size, 1, answers.join('\n'))
  await look(page, 'entrar-rechazado')
})

journey('one enters without JavaScript too', async ({ app, open }) => {
  const page = await open({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } })
  await login(page, app, app.user('coordinator'))
  await page.getByRole('heading', { level: 1, name: 'Hoy' }).waitFor()
})

async function tryToEnter(page, url, { username, password }, code) {
  await page.goto(`${url}/`)
  await page.getByLabel('Usuario').fill(username)
  await page.getByLabel('Contraseña').fill(password)
  await page.getByLabel(/código/i).fill(code)
  await page.getByRole('button', { name: 'Entrar' }).click()
}
