// Logs in as a person does: user name, password, and the code of the phone.
import { createHmac } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'

const STEP = 30_000
const lastStep = new Map()

/** The six digits of RFC 6238 (SHA-1, 30 s) for a base32 secret at a step of the clock. */
export function totp(secret, step = Math.floor(Date.now() / STEP)) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...secret.toUpperCase().replace(/[^A-Z2-7]/g, '')]
    .map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0'))
    .join('')
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', key).update(counter).digest()
  const at = mac[19] & 15
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/** A code that was not used before: the server takes each step once, and one step ahead. */
export async function freshCode(secret) {
  const now = () => Math.floor(Date.now() / STEP)
  const step = Math.max(now(), (lastStep.get(secret) ?? 0) + 1)
  while (step > now() + 1) await wait(500)
  lastStep.set(secret, step)
  return totp(secret, step)
}

/** Opens the login page of the user's compartment and ends on the first page after it. */
export async function login(page, app, user) {
  await typePassword(page, app.urlOf(user), user)
  await typeCode(page, await freshCode(user.totp_secret))
  await page.waitForURL((url) => !url.pathname.startsWith('/entrar'))
}

/** The first step: user name and password. */
export async function typePassword(page, url, { username, password }) {
  await page.goto(`${url}/entrar`)
  await page.getByLabel('Usuario').fill(username)
  await page.getByLabel('Contraseña').fill(password)
  await page.getByRole('button', { name: 'Continuar' }).click()
}

/** The second step: the code of the phone. */
export async function typeCode(page, code) {
  await page.getByLabel('Código').fill(code)
  await page.getByRole('button', { name: 'Entrar' }).click()
}

const entered = new Map()

/** As `login`, but once for each person: later windows of the file get the cookies of the first. */
export async function enter(page, app, user) {
  const known = entered.get(user.username)
  if (known) {
    await page.context().addCookies(known)
    await page.goto(`${app.urlOf(user)}/`)
    return
  }
  await login(page, app, user)
  entered.set(user.username, await page.context().cookies())
}
