// What every page does where script runs. Each behaviour is an addition: pages work without.
import { growBoxes } from './grow.js'
import { lockWhenIdle } from './lock.js'
import { openPanels } from './opens.js'
import { addRows } from './rows.js'

function foldOnPhones () {
  if (!matchMedia('(max-width: 47.99em)').matches) return
  for (const part of document.querySelectorAll('details[data-fold]')) part.open = false
}

function focusProblems () {
  const summary = document.querySelector('.govuk-error-summary')
  if (!summary) return
  summary.tabIndex = -1
  summary.focus()
  summary.addEventListener('click', (event) => {
    const field = document.getElementById(event.target.closest('a')?.hash.slice(1) ?? '')
    const control = field?.matches('fieldset') ? field.querySelector('input, select, textarea') : field
    if (!control) return
    event.preventDefault()
    field.scrollIntoView()
    control.focus({ preventScroll: true })
  })
}

function print () {
  document.addEventListener('click', (event) => {
    if (event.target.closest('[data-print]')) window.print()
  })
}

// Ctrl and Enter sends the form that the bar's button belongs to.
function sendByKeyboard () {
  document.addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key !== 'Enter') return
    const button = document.querySelector('.fs-bar button[form]')
    if (!button?.form) return
    event.preventDefault()
    button.form.requestSubmit(button)
  })
}

// A form that was sent is not sent twice by an impatient second click.
function sendOnce () {
  const sent = new WeakSet()
  document.addEventListener('submit', (event) => {
    if (sent.has(event.target)) event.preventDefault()
    sent.add(event.target)
    setTimeout(() => sent.delete(event.target), 3000)
  })
}

document.documentElement.classList.add('js-enabled')
foldOnPhones()
openPanels()
growBoxes(document)
addRows()
focusProblems()
print()
sendByKeyboard()
sendOnce()
lockWhenIdle()
if (document.querySelector('[data-passkey], [data-new-passkey], [data-step-passkey]')) {
  import('./passkeys.js').then(({ offerPasskeys }) => offerPasskeys())
}
