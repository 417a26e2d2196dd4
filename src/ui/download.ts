/** Gives the text to the user as a file. The URL is not revoked: Firefox may read the Blob only after a folder was chosen. */
export function download(fileName: string, text: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  link.download = fileName
  link.click()
}
