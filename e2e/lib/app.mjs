// Starts the program as a newcomer would, `buentrato demo --json`, with a folder and ports of its
// own, and gives back what it prints. With BUENTRATO_TEST_PG set, on a fresh PostgreSQL database.
import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const PATIENCE = Number(process.env.BUENTRATO_E2E_START_SECONDS ?? 120) * 1000

export async function startDemo(extra = []) {
  const binary = process.env.BUENTRATO_BIN
  if (!binary) throw new Error('BUENTRATO_BIN must name the binary: run `cargo xtask test`')
  const data = mkdtempSync(join(tmpdir(), 'buentrato-e2e-'))
  const database = freshDatabase()
  const args = ['demo', '--json', '--port', '0', '--data', data, ...(database ? ['--database', database] : []), ...extra]
  const child = spawn(binary, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const log = []
  createInterface({ input: child.stderr }).on('line', (line) => log.push(line))
  const ended = new Promise((resolve) => child.on('close', (code, signal) => resolve(code ?? signal)))

  const ready = await firstLine(child, ended).catch((error) => {
    child.kill('SIGKILL')
    remove(data, database)
    throw new Error(`${error.message}\n${log.slice(-30).join('\n')}`)
  })
  const said = JSON.parse(ready)
  return {
    url: said.url.replace(/\/$/, ''),
    safetyUrl: said.safety_url.replace(/\/$/, ''),
    users: said.users,
    apiToken: said.api_token,
    data,
    log,
    process: child,
    /** The first demo user with this role. */
    user(role) {
      const user = said.users.find((user) => user.role === role)
      if (!user) throw new Error(`the demo has no ${role}`)
      return user
    },
    /** Where a user of that compartment logs in. */
    urlOf(user) {
      return user.compartment === 'safety' ? this.safetyUrl : this.url
    },
    async stop() {
      child.kill('SIGINT')
      const deadline = setTimeout(() => child.kill('SIGKILL'), 10_000)
      const how = await ended
      clearTimeout(deadline)
      remove(data, database)
      return how
    },
  }
}

function firstLine(child, ended) {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('the demo did not say that it is ready')), PATIENCE)
    createInterface({ input: child.stdout }).once('line', (line) => {
      clearTimeout(late)
      resolve(line)
    })
    ended.then((how) => {
      clearTimeout(late)
      reject(new Error(`the demo ended before it was ready (${how})`))
    })
  })
}

/** The program makes the databases itself, the second compartment's beside the first. */
function freshDatabase() {
  const server = process.env.BUENTRATO_TEST_PG
  return server ? server.replace(/[^/]*$/, `e2e_${randomBytes(6).toString('hex')}`) : ''
}

/** Leaves nothing of a demo behind: neither its folder nor, on a server that lives on, its databases. */
function remove(data, database) {
  rmSync(data, { recursive: true, force: true })
  if (!database) return
  const name = database.split('/').at(-1)
  const drops = ['programme', 'programme_keys', 'safety', 'safety_keys'].flatMap((part) => ['-c', `DROP DATABASE IF EXISTS "${name}_${part}" WITH (FORCE)`])
  const { status, stderr, error } = spawnSync('psql', ['--quiet', '--dbname', process.env.BUENTRATO_TEST_PG, ...drops], { encoding: 'utf8' })
  if (status !== 0) console.log(`the databases ${name}_* stay behind: ${error?.message ?? stderr}`)
}
