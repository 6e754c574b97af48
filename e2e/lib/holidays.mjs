// The mandatory rest days of LFT art. 74, and a weekly course of the past that meets one of them:
// what is held in the future cannot be signed.

const DAY = 86_400_000

const date = (year, month, day) => new Date(Date.UTC(year, month - 1, day))
const text = (day) => day.toISOString().slice(0, 10)
const after = (day, days) => new Date(day.getTime() + days * DAY)

function monday(year, month, nth) {
  const first = date(year, month, 1)
  return after(first, ((8 - first.getUTCDay()) % 7) + 7 * (nth - 1))
}

/** The rest days of a year, as `2026-03-16`. */
export function restDays(year) {
  const days = [date(year, 1, 1), monday(year, 2, 1), monday(year, 3, 3), date(year, 5, 1), date(year, 9, 16), monday(year, 11, 3), date(year, 12, 25)]
  if (year % 6 === 2) days.push(date(year, 10, 1))
  return days.map(text)
}

/** The days of a course of so many weekly sessions, all before today, around the latest rest day that can be. */
export function courseAround(sessions, now = new Date()) {
  const today = date(now.getUTCFullYear(), now.getUTCMonth() + 1, now.getUTCDate())
  const rest = [0, 1].flatMap((ago) => restDays(today.getUTCFullYear() - ago))
  for (const holiday of rest.filter((day) => day < text(today)).sort().reverse()) {
    let day = new Date(holiday)
    for (let weeks = 0; weeks < sessions / 2 && after(day, 7) < today; weeks += 1) day = after(day, 7)
    const days = []
    for (; days.length < sessions; day = after(day, -7)) if (!rest.includes(text(day))) days.unshift(text(day))
    if (days[0] < holiday && holiday < days.at(-1)) return { holiday, days }
  }
  throw new Error('no rest day in two years')
}
