// A page that listens: whatever the browser complains of is kept, and fails the journey at its end.
// That is every message about the content security policy, every error on the console or in a
// script, a missing style, script or picture, an answer of 500 or more, and a request to elsewhere.
import assert from 'node:assert/strict'

const heard = new WeakMap()

/** Adds a complaint of our own to those of the browser: the journey goes on, and fails at its end. */
export function complain(page, what) {
  heard.get(page).push(...what)
}

const PARTS = ['stylesheet', 'script', 'image', 'font']

export function listen(page, app) {
  const complaints = []
  heard.set(page, complaints)
  const ours = [app.url, app.safetyUrl].map((url) => new URL(url).origin)
  const say = (what) => complaints.push(`${new URL(page.url()).pathname}: ${what}`)

  page.on('console', (message) => {
    const text = message.text()
    // The status of an answer is judged below, with the kind of what was asked for.
    if (text.startsWith('Failed to load resource')) return
    if (message.type() === 'error' || /content.security.policy/i.test(text)) say(text)
  })
  page.on('pageerror', (error) => say(error.message))
  page.on('response', (response) => {
    const kind = response.request().resourceType()
    const bad = response.status() >= 500 || (response.status() >= 400 && PARTS.includes(kind))
    if (bad) say(`${response.status()} for ${kind} ${new URL(response.url()).pathname}`)
  })
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (url.protocol.startsWith('http') && !ours.includes(url.origin)) say(`asked ${url.origin}`)
  })

  return {
    complaints,
    /** Fails if the browser complained since the last call. */
    assertQuiet() {
      assert.deepEqual(complaints.splice(0), [])
    },
  }
}
