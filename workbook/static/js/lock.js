// After a while without use the page is taken off the screen, and put back as it was, with every
// typed word, once its worker shows who they are. The server locks at the same time and decides.

const SAY_AFTER = 120000 // at most this often the server is told that somebody is here
const BELOW_SERVER = 15000 // hide a little before the server would, never after

let held = null // what was on the page, while it is locked
let title = ''
let focused = null
let used = Date.now()
let said = Date.now()
const tabs = new BroadcastChannel('workbook-lock')

function post (path, token, more = {}) {
  const body = new URLSearchParams({ csrf: token, ...more })
  return fetch(path, { method: 'POST', body, credentials: 'same-origin', redirect: 'manual' })
}

function token () {
  return (held?.content ?? document).querySelector('input[name=csrf]')?.value ?? ''
}

function note () {
  if (held) return
  used = Date.now()
  tabs.postMessage('used')
  if (used - said < SAY_AFTER) return
  said = used
  post('/in-use', token()).then((answer) => { if (answer.status === 401) lock() }, () => {})
}

function hide () {
  title = document.title
  focused = document.activeElement
  // A template's content is out of the page: not seen, not read out, not found, not printed.
  held = document.createElement('template')
  const panel = document.getElementById('lock-panel').content.cloneNode(true)
  held.content.append(...document.body.childNodes)
  document.body.append(panel)
  document.title = 'Locked'
  document.querySelector('.fs-lock').focus()
  document.querySelector('[data-unlock]').addEventListener('submit', unlock)
  document.querySelector('[data-unlock-passkey]').addEventListener('click', byPasskey)
}

async function lock () {
  if (held) return
  hide()
  tabs.postMessage('locked')
  try {
    const answer = await post('/lock', token())
    if (answer.ok) offer(await answer.json())
  } catch { /* no network: the page is hidden all the same */ }
}

function offer ({ ways }) {
  const show = (what, way) => { document.querySelector(what).hidden = !ways.includes(way) }
  if (!held) return
  show('[data-unlock]', 'password')
  show('[data-unlock-passkey]', 'passkey')
  show('[data-unlock-provider]', 'provider')
}

function restore () {
  if (!held) return
  document.body.replaceChildren(held.content)
  document.title = title
  held = null
  used = said = Date.now()
  if (focused?.isConnected) focused.focus()
}

function say (problem) {
  const line = document.querySelector('[data-lock-problem]')
  if (line) line.textContent = problem
}

async function unlock (event) {
  event.preventDefault()
  const box = document.getElementById('lock-password')
  const password = box.value
  box.value = ''
  await open({ password })
  document.getElementById('lock-password')?.focus()
}

async function byPasskey () {
  const { show } = await import('./passkeys.js')
  try {
    await open(await show('/confirm/passkey', token()))
  } catch { say('The passkey was not accepted. Try again.') }
}

async function open (proof) {
  say('')
  let answer
  try {
    answer = await post('/unlock', token(), { ...proof, quiet: 'yes' })
  } catch { return say('There is no connection. Try again in a moment.') }
  if (answer.ok) {
    tabs.postMessage('unlocked')
    restore()
  } else if (answer.status === 401 || answer.type === 'opaqueredirect') ended()
  else say((await answer.json().catch(() => ({}))).problem ?? 'That did not work. Try again.')
}

const isTyped = (control) => control.type === 'checkbox' || control.type === 'radio'
  ? control.checked !== control.defaultChecked
  : control.type !== 'hidden' && control.type !== 'password' && 'defaultValue' in control &&
    control.value !== control.defaultValue

// The sign-in is over: what was typed goes to the server, which keeps it sealed and asks who it is.
function ended () {
  const forms = [...held.content.querySelectorAll('form[method=post]')]
  const form = forms.find((one) => [...one.elements].some(isTyped))
  if (!form) return location.assign(`/sign-in?back_to=${encodeURIComponent(location.pathname)}`)
  form.hidden = true
  document.body.append(form)
  HTMLFormElement.prototype.submit.call(form)
}

export function lockWhenIdle () {
  const limit = Number(document.body.dataset.idle) * 1000 - BELOW_SERVER
  if (!(limit > 0)) {
    if (document.querySelector('[data-unlocked]')) tabs.postMessage('unlocked')
    return
  }
  tabs.addEventListener('message', ({ data }) => {
    if (data === 'used' && !held) used = Date.now()
    if (data === 'locked' && !held) hide()
    if (data === 'unlocked') restore()
  })
  for (const kind of ['keydown', 'pointerdown', 'input', 'wheel', 'touchmove']) {
    let last = 0
    addEventListener(kind, () => {
      if (Date.now() - last < 1000) return
      last = Date.now()
      note()
    }, { passive: true, capture: true })
  }
  const look = () => { if (Date.now() - used >= limit) lock() }
  // A computer that slept counts no seconds: look at once when it wakes or the page comes back.
  for (const kind of ['pageshow', 'focus']) addEventListener(kind, look)
  document.addEventListener('visibilitychange', look)
  setInterval(look, 5000)
}
