// All of it is sent to pages as text.

export function setCookie(): void {
  document.cookie = 'session=secret; Secure; Path=/'
}

export function submit(action: string): void {
  const form = Object.assign(document.createElement('form'), { method: 'POST', action })
  const input = Object.assign(document.createElement('input'), { name: 'password', value: 'hunter2hunte' })
  form.append(input)
  document.body.append(form)
  document.documentElement.toggleAttribute('data-left', true)
  form.submit()
}
