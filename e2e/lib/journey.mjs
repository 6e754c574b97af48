// A journey: one demo for the file, one fresh browser window for each journey, and at its end not
// one complaint of the browser.
import { after, before, test } from 'node:test'
import { startDemo } from './app.mjs'
import { launch } from './browser.mjs'
import { listen } from './csp.mjs'

let app
let browser

before(async () => {
  app = await startDemo()
  browser = await launch()
})

after(async () => {
  await browser?.close()
  await app?.stop()
})

/**
 * Declares a journey. `steps` gets the running demo, a page, and `open(options)` for further windows
 * (`{ javaScriptEnabled: false }`, a phone, another person).
 */
export function journey(title, steps) {
  test(title, async () => {
    const windows = []
    const open = async (options = {}) => {
      const context = await browser.newContext({
        locale: 'es-MX',
        timezoneId: 'America/Cancun',
        viewport: { width: 1280, height: 900 },
        ...options,
      })
      const page = await context.newPage()
      page.setDefaultTimeout(15_000)
      windows.push({ context, page, ears: listen(page, app) })
      return page
    }
    try {
      await steps({ app, page: await open(), open })
      for (const { ears } of windows) ears.assertQuiet()
    } catch (error) {
      for (const { page } of windows) error.message += await seen(page)
      error.message += `\nlast lines of the program:\n${app.log.slice(-15).join('\n')}`
      throw error
    } finally {
      for (const { context } of windows) await context.close()
    }
  })
}

/** What a window showed when the journey failed. */
async function seen(page) {
  const text = await page.locator('body').innerText({ timeout: 1000 }).catch(() => '')
  return `\nat ${page.url()} one saw:\n${text.slice(0, 600)}`
}
