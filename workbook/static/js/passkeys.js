// Passkeys: only the browser itself can speak with them. Each form that needs one is shown by this
// script, is filled with the answer, and is then sent like any other.

const canShow = () => Boolean(window.PublicKeyCredential?.parseRequestOptionsFromJSON)

async function begin (path, token) {
  const body = new URLSearchParams({ csrf: token })
  const answer = await fetch(path, { method: 'POST', body, credentials: 'same-origin' })
  if (!answer.ok) throw new Error('refused')
  return answer.json()
}

// Ask for a passkey; return what the server wants to be sent.
export async function show (path, token) {
  const { exchange, options } = await begin(path, token)
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options)
  const found = await navigator.credentials.get({ publicKey })
  return { exchange, passkey: JSON.stringify(found.toJSON()) }
}

async function make (path, token) {
  const { exchange, options } = await begin(path, token)
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options)
  const made = await navigator.credentials.create({ publicKey })
  return { exchange, passkey: JSON.stringify(made.toJSON()) }
}

const field = (form, name) => form.querySelector(`[name=${name}]`)
const tokenOf = (form) => field(form, 'csrf')?.value ?? ''

function say (root, words) {
  const line = root.querySelector('[data-passkey-says]')
  if (line) line.textContent = words
}

function sendWith (form, ask, path) {
  form.addEventListener('submit', async (event) => {
    if (field(form, 'passkey').value) return
    event.preventDefault()
    event.stopPropagation()
    try {
      const proof = await ask(path, tokenOf(form))
      for (const [name, value] of Object.entries(proof)) field(form, name).value = value
    } catch { say(form, 'The passkey did not answer. Try again.') }
    if (field(form, 'passkey').value) HTMLFormElement.prototype.submit.call(form)
  })
}

// Within a form that asks once more who it is: fill its two fields, and leave the sending to them.
function confirmWith (part) {
  const form = part.closest('form')
  part.querySelector('button').addEventListener('click', async () => {
    try {
      const proof = await show(part.dataset.stepPasskey, tokenOf(form))
      field(part, 'step_exchange').value = proof.exchange
      field(part, 'step_passkey').value = proof.passkey
      say(part, 'Thank you. Now send the form.')
    } catch { say(part, 'The passkey did not answer. Try again.') }
  })
}

export function offerPasskeys () {
  if (!canShow()) return
  for (const form of document.querySelectorAll('[data-passkey]')) {
    form.hidden = false
    sendWith(form, show, form.dataset.passkey)
  }
  for (const form of document.querySelectorAll('[data-new-passkey]')) {
    sendWith(form, make, form.dataset.newPasskey)
  }
  for (const part of document.querySelectorAll('[data-step-passkey]')) confirmWith(part)
}
