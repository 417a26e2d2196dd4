import { escapeHtml } from './html.ts'

/** The page behind a certificate: whoever sees it knows that nothing held it back. */
export function sitePage({ id, host, title }: { id: string; host: string; title: string }): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>lab page: ${escapeHtml(id)}</title>
<style>
  :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
  body { max-width: 40rem; margin: 15vh auto; padding: 0 1.5rem }
</style>
<main id="lab-page">
  <h1>The page of ${escapeHtml(host)}</h1>
  <p>This is the site's own page, of scenario <strong>${escapeHtml(id)}</strong>: ${escapeHtml(title)}.</p>
  <p>Nothing stood in the way of your seeing it.</p>
</main>
`
}
