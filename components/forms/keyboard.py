"""What a keyboard needs and Streamlit does not offer: focus, text kept while it is typed, save by keyboard, names suggested.

A small script of ours in the page. Inside a container whose key begins with ``typing-`` it
- commits a text field half a second after the last stroke (never while an input method is composing), so that the draft in the
  store is what stands on the screen;
- keeps in the browser's tab what was typed until the server says that it has it, and puts it back into the field should the
  page be loaded anew before (never a password);
- saves by Ctrl+S, with the field under the cursor committed first (the button's own shortcut would save without it);
- moves the cursor where Python asks, once each time it asks (on a touch screen only the view moves: no keyboard pops up);
- offers known names for fields whose key ends in ``owner`` or ``lead``.
Without it everything still works; a field is then committed when it is left.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components.forms.form import Form, finished

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

const secret = (element) => element.autocomplete.endsWith('-password')

const KEPT = 'xiaohao-typed'
const WORTH = 60000
const keyed = (element) => [...element.closest('[class*="st-key-"]').classList].find((name) => name.startsWith('st-key-'))
const keyOf = (element) => keyed(element).slice('st-key-'.length)

const kept = () => JSON.parse(sessionStorage.getItem(KEPT) ?? '{}')
const keep = (texts) => sessionStorage.setItem(KEPT, JSON.stringify(texts))
const dropStored = (stored) => keep(Object.fromEntries(Object.entries(kept()).filter(([key, [text]]) => stored[key] !== text)))

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
    if (!secret(element)) keep({ ...kept(), [keyOf(element)]: [element.value, Date.now()] })
    state.timer = setTimeout(() => {
      if (composing) return later(element)
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
  state.lost = Object.entries(kept()).filter(([, [, at]]) => Date.now() - at < WORTH)
  keep(Object.fromEntries(state.lost))
}

function putBack(state, stored) {
  state.lost = state.lost.filter(([key, [text]]) => {
    const field = document.querySelector('.st-key-' + CSS.escape(key))?.querySelector('textarea, input')
    if (!field) return stored[key] === undefined
    if (field.value === text) return false
    const kind = field.matches('textarea') ? HTMLTextAreaElement : HTMLInputElement
    Object.getOwnPropertyDescriptor(kind.prototype, 'value').set.call(field, text)
    field.dispatchEvent(new Event('input', { bubbles: true }))
    return false
  })
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
  const state = (window.xiaohaoTyping ??= { asked: '', lost: [] })
  if (!state.listening) { state.listening = true; listen(state) }
  if (state.finished !== data.finished) { if (state.finished !== undefined) keep({}); state.finished = data.finished }
  dropStored(data.stored)
  suggest(data.names)
  if (state.lost.length) setTimeout(() => putBack(state, data.stored), 100)
  const asked = data.focus.join()
  if (data.focus[0] && state.asked !== asked) { state.asked = asked; focus(data.focus[0], 20) }
}
"""

_component = st.components.v2.component("xiaohao_typing", css=_CSS, js=_JS, isolate_styles=False)


def typing_help(name: str, form: Form, focus: Sequence[object] = ("", 0), names: Sequence[str] = ()) -> None:
    """Mount it once a form, after its fields; ``focus`` is the key of a widget and a number that grows with every wish."""
    told = {"focus": list(focus), "names": list(names), "stored": form.texts(), "finished": finished()}
    _component(key=f"help-{name}", data=told, height="content")
