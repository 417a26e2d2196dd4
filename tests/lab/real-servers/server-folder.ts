import { chown, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { NOBODY, type ProgramName } from './program.ts'

/** What a server reads and writes, in a folder of its own. */
export interface ServerFolder {
  readonly path: string
  /** By their paths in it. They belong to whoever the server runs as. */
  write(files: Readonly<Record<string, string | Uint8Array>>): Promise<void>
  remove(): Promise<void>
}

export async function makeServerFolder(program: ProgramName): Promise<ServerFolder> {
  const path = await mkdtemp(join(tmpdir(), `hardfail-${program}-`))
  return {
    path,
    async write(files) {
      await Promise.all(Object.entries(files).map(([name, content]) => writeBelow(path, name, content)))
      if (NOBODY) await giveAway(path, NOBODY)
    },
    remove: () => rm(path, { recursive: true, force: true }),
  }
}

async function writeBelow(folder: string, name: string, content: string | Uint8Array): Promise<void> {
  const path = join(folder, name)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, content)
}

async function giveAway(folder: string, { uid, gid }: { readonly uid: number; readonly gid: number }) {
  await chown(folder, uid, gid)
  const all = await readdir(folder, { recursive: true })
  await Promise.all(all.map((name) => chown(join(folder, name), uid, gid)))
}
