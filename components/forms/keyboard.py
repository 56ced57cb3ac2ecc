"""What a keyboard needs and Streamlit does not offer: focus, text kept while it is typed, save by keyboard, names suggested.

A small script of ours in the page. Inside a container whose key begins with ``typing-`` it
- commits a text field half a second after the last stroke (never while an input method is composing), so that the draft in the
  store is what stands on the screen; what is younger than that when the page is left is put back into the field at the next load;
- saves by Ctrl+S, with the field under the cursor committed first (the button's own shortcut would save without it);
- moves the cursor where Python asks, once each time it asks (on a touch screen only the view moves: no keyboard pops up);
- offers known names for fields whose key ends in ``owner`` or ``lead``.
Without it everything still works; a field is then committed when it is left.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

_CSS = """
[class*="st-key-typing-"] [data-testid="InputInstructions"] {
  display: none;
}
"""
"""Streamlit's own hint ("Press Enter to apply") is English only, and here untrue."""

_JS = """
const PAUSE = 500
const inForm = (element) => element instanceof HTMLElement && element.closest('[class*="st-key-typing-"]')
const textField = (element) => inForm(element) && element.matches('[data-testid="stTextInput"] input, textarea')

const LOST = 'xiaohao-typed-last'
const keyOf = (element) => [...element.closest('[class*="st-key-"]').classList].find((name) => name.startsWith('st-key-'))

function commit(element) {
  if (!element.isConnected) return
  const enter = { key: 'Enter', code: 'Enter', keyCode: 13, bubbles: true, cancelable: true }
  element.dispatchEvent(new KeyboardEvent('keydown', { ...enter, ctrlKey: element.matches('textarea') }))
  element.dispatchEvent(new KeyboardEvent('keypress', enter))
}

function listen(state) {
  let composing = false
  const later = (element) => {
    clearTimeout(state.timer)
    state.pending = element
    state.timer = setTimeout(() => {
      if (composing) return later(element)
      state.pending = null
      commit(element)
    }, PAUSE)
  }
  document.addEventListener('compositionstart', () => { composing = true }, true)
  document.addEventListener('compositionend', () => { composing = false }, true)
  document.addEventListener('input', (event) => { if (textField(event.target)) later(event.target) }, true)
  document.addEventListener('focusin', (event) => {
    const owner = event.target instanceof HTMLElement && event.target.closest('[class*="owner"], [class*="lead"]')
    if (owner && textField(event.target)) event.target.setAttribute('list', 'xiaohao-names')
  }, true)
  window.addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 's') return
    const primary = '[data-testid="stBaseButton-primary"]:not([disabled])'
    const here = document.activeElement.closest('[class*="st-key-typing-"]') ?? document
    const save = here.querySelector(here === document ? `[class*="st-key-typing-"] ${primary}` : primary)
    if (!save) return
    event.preventDefault()
    event.stopImmediatePropagation()
    if (event.repeat) return
    if (textField(document.activeElement)) document.activeElement.blur()
    setTimeout(() => save.click(), 0)
  }, true)
  window.addEventListener('beforeunload', () => {
    const typed = state.pending
    if (typed && typed.isConnected) sessionStorage.setItem(LOST, JSON.stringify([keyOf(typed), typed.value]))
  })
  state.lost = JSON.parse(sessionStorage.getItem(LOST) ?? 'null')
  sessionStorage.removeItem(LOST)
}

function putBack(state) {
  const [key, value] = state.lost
  const field = document.querySelector('.' + CSS.escape(key))?.querySelector('textarea, input')
  if (!field) return
  state.lost = null
  const kind = field.matches('textarea') ? HTMLTextAreaElement : HTMLInputElement
  Object.getOwnPropertyDescriptor(kind.prototype, 'value').set.call(field, value)
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

function suggest(names) {
  let list = document.getElementById('xiaohao-names')
  if (!list) {
    list = document.createElement('datalist')
    list.id = 'xiaohao-names'
    document.body.appendChild(list)
  }
  list.replaceChildren(...names.map((name) => Object.assign(document.createElement('option'), { value: name })))
}

function focus(key, tries) {
  const field = document.querySelector('.st-key-' + CSS.escape(key))
  const target = field && field.querySelector('textarea, input, button')
  if (!target) { if (tries) setTimeout(() => focus(key, tries - 1), 50); return }
  const touch = matchMedia('(pointer: coarse)').matches
  if (!touch) target.focus({ preventScroll: true })
  const box = field.getBoundingClientRect()
  if (box.top < 60 || box.bottom > innerHeight) field.scrollIntoView({ block: 'center' })
}

export default function ({ data }) {
  const state = (window.xiaohaoTyping ??= { asked: '' })
  if (!state.listening) { state.listening = true; listen(state) }
  suggest(data.names)
  if (state.lost) setTimeout(() => state.lost && putBack(state), 100)
  const asked = data.focus.join()
  if (data.focus[0] && state.asked !== asked) { state.asked = asked; focus(data.focus[0], 20) }
}
"""

_component = st.components.v2.component("xiaohao_typing", css=_CSS, js=_JS, isolate_styles=False)


def typing_help(form: str, focus: Sequence[object], names: Sequence[str] = ()) -> None:
    """Mount it once a form; ``focus`` is the key of a widget and a number that grows with every wish."""
    _component(key=f"help-{form}", data={"focus": list(focus), "names": list(names)}, height="content")
