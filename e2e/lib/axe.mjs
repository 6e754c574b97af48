// A page as people meet it: axe in light and dark, no sideways scrolling on a phone, and pictures
// at 1280 and 360 px in both themes when BUENTRATO_SHOTS names a folder.
import axe from 'axe-core'
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { complain } from './csp.mjs'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const SIZES = [
  { width: 1280, height: 900 },
  { width: 360, height: 740 },
]

/** Looks at the open page under every size and theme, and fails on the first thing found. */
export async function look(page, name) {
  assert.deepEqual(await examine(page, name), [])
}

/** The same, giving all that was found; `name` names the pictures. */
export async function examine(page, name) {
  const before = page.viewportSize()
  const found = []
  for (const size of SIZES) {
    await page.setViewportSize(size)
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme })
      // Colours that fade from one theme to the other are not those of either.
      await page.evaluate(() => document.getAnimations().forEach((one) => one.finish()))
      found.push(...(await violations(page, colorScheme)).map((what) => `${name}, ${size.width} px, ${colorScheme}: ${what}`))
      await picture(page, `${name}-${size.width}-${colorScheme}`)
    }
    const wide = await tooWide(page)
    if (wide) found.push(`${name}: ${wide}`)
  }
  await page.emulateMedia({ colorScheme: null })
  await page.setViewportSize(before)
  return found
}

const known = new WeakMap()

/** Looks at the open page if none of its kind was looked at in this browser: the same address but for
 * ids, made of the same parts. What it finds fails the journey at its end. */
export async function lookOnce(page) {
  const kind = await partsOf(page)
  const browser = page.context().browser()
  const seen = known.get(browser) ?? known.set(browser, new Set()).get(browser)
  if (seen.has(kind)) return
  seen.add(kind)
  const scroll = await page.evaluate(() => window.scrollY)
  complain(page, await examine(page, kindOf(page.url()).replaceAll('/', '-').slice(1) || 'hoy'))
  await page.evaluate((y) => window.scrollTo(0, y), scroll)
}

/** The kind of the open page, and which elements it is made of. */
export async function partsOf(page) {
  const parts = await page.locator('main *').evaluateAll((all) => [...new Set(all.map((one) => `${one.tagName}.${one.className.baseVal ?? one.className}`))])
  return `${new URL(page.url()).origin}${kindOf(page.url())} ${parts.sort().join()}`
}

/** An address without what differs from one row to the next. */
export function kindOf(url) {
  const path = new URL(url).pathname
  return path.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '_').replace(/^\/v\/.+/, '/v/_').replace(/\/\d+(?=\/|$)/g, '/_')
}

async function violations(page, colorScheme) {
  // Evaluated, not added as a script element: the policy holds for the page, not for its tester.
  await page.evaluate(axe.source)
  // Between the themes only colours differ.
  const runOnly = colorScheme === 'dark' ? { type: 'rule', values: ['color-contrast'] } : TAGS
  const { violations } = await page.evaluate((runOnly) => window.axe.run(document, { runOnly }), runOnly)
  return violations.map((v) => `${v.id}: ${v.help} ${v.nodes.slice(0, 4).map((n) => `\n  ${n.html.slice(0, 300)}`).join('')}`)
}

/** What sticks out on the right, if the page scrolls sideways. */
function tooWide(page) {
  return page.evaluate(() => {
    const root = document.documentElement
    if (root.scrollWidth <= root.clientWidth) return ''
    const out = [...document.body.querySelectorAll('*')].filter((one) => one.getBoundingClientRect().right > root.clientWidth + 1)
    return `${root.scrollWidth} px wide on a screen of ${root.clientWidth}: ${out.slice(-3).map((one) => one.outerHTML.slice(0, 160)).join(' | ')}`
  })
}

async function picture(page, name) {
  const folder = process.env.BUENTRATO_SHOTS
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  // Hiding the caret would add a style element, which the policy rightly refuses.
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true, caret: 'initial' })
}
