// A page as people meet it: axe in light and dark, no sideways scrolling on a phone, and pictures
// at 1280 and 360 px in both themes when BUENTRATO_SHOTS names a folder.
import axe from 'axe-core'
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const SIZES = [
  { width: 1280, height: 900 },
  { width: 360, height: 740 },
]

/** Looks at the open page under every size and theme; `name` names its pictures. */
export async function look(page, name) {
  const before = page.viewportSize()
  for (const size of SIZES) {
    await page.setViewportSize(size)
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme })
      await assertAccessible(page, `${name}, ${size.width} px, ${colorScheme}`)
      await picture(page, `${name}-${size.width}-${colorScheme}`)
    }
    const [wide, seen] = await page.evaluate(() => {
      const root = document.documentElement
      return [root.scrollWidth, root.clientWidth]
    })
    assert.ok(wide <= seen, `${name}: ${wide} px wide on a screen of ${seen}`)
  }
  await page.emulateMedia({ colorScheme: null })
  await page.setViewportSize(before)
}

export async function assertAccessible(page, where) {
  // Evaluated, not added as a script element: the policy holds for the page, not for its tester.
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate((tags) => window.axe.run(document, { runOnly: tags }), TAGS)
  const told = violations.map((v) => `${v.id}: ${v.help}\n  ${v.nodes.map((n) => n.html).join('\n  ')}`)
  assert.equal(told.join('\n'), '', `axe, ${where}`)
}

async function picture(page, name) {
  const folder = process.env.BUENTRATO_SHOTS
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  // Hiding the caret would add a style element, which the policy rightly refuses.
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true, caret: 'initial' })
}
