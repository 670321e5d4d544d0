// “Add a row” copies the last row of its table, empties it and gives its fields the next number.
import { growBoxes } from './grow.js'

function renumber (row, key, number) {
  // "key-3-column": keys may hold dashes themselves, so the number is looked for after the key.
  const next = (value) => key + value.slice(key.length).replace(/^-\d+-/, `-${number}-`)
  for (const field of row.querySelectorAll('input, select, textarea')) {
    field.id = next(field.id)
    field.name = next(field.name)
    field.setAttribute('aria-label', field.getAttribute('aria-label').replace(/\d+$/, String(number + 1)))
    field.value = ''
  }
}

function addRow (body) {
  const rows = body.querySelectorAll('tr')
  const row = rows[rows.length - 1].cloneNode(true)
  renumber(row, body.dataset.rows, rows.length)
  body.append(row)
  growBoxes(row)
  row.querySelector('input, select, textarea').focus()
}

export function addRows () {
  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-add-row]')
    if (!button) return
    const body = [...document.querySelectorAll('[data-rows]')]
      .find((each) => each.dataset.rows === button.dataset.addRow)
    if (body) addRow(body)
  })
}
