"""The keys of a run-down and what only the browser can do: turning, blank screen, full screen, turning by itself.

One small script of ours that listens to the window while a screen is shown. Keys typed into a field are that field's own; while a
decision is written only Escape is heard. Presenters' remotes send PageDown, PageUp, ``b`` and a full stop.
"""

from __future__ import annotations

import streamlit as st

from components.i18n import t
from components.meeting import place
from components.meeting.decision import begin
from store.model.issue import Issue

_CSS = """
.xiaohao-blank { position: fixed; inset: 0; z-index: 2000000; background: #000; cursor: none; }
.xiaohao-goto { position: fixed; right: 2rem; bottom: 4rem; z-index: 1999999; padding: 0.2rem 1rem; font-size: 2.5rem;
  background: var(--st-secondary-background-color); color: var(--st-text-color); border-radius: 4px; }
.xiaohao-keys { display: flex; gap: 0.5rem; }
.xiaohao-keys button { min-width: 2.2em; height: 1.9em; padding: 0 0.4em; font: inherit; font-size: 0.875rem; cursor: pointer;
  color: var(--st-text-color); background: transparent; border: 1px solid var(--st-border-color); border-radius: 4px; }
"""

_JS = """
const NEXT = ['ArrowRight', 'ArrowDown', 'PageDown', ' '], BACK = ['ArrowLeft', 'ArrowUp', 'PageUp']
const PATIENCE = 3000
const FIELD = 'input, textarea, select, [contenteditable="true"], [role="combobox"], [role="spinbutton"]'
const PRESSED = 'button, a, summary, [role="button"], [role="radio"], [role="checkbox"]'
const state = (window.xiaohaoMeeting ??= { typed: '' })
const here = () => Boolean(state.root?.isConnected)

function turn(screen) {
  const wanted = Math.min(Math.max(screen, 1), state.data.last)
  if (wanted === state.screen) return
  state.screen = wanted
  state.asked = { screen: wanted, at: Date.now() }
  state.send('go', wanted)
}

function arrived(screen) {  // an answer to an earlier key must not take back what was pressed since
  const waits = state.asked && state.asked.screen !== screen && Date.now() - state.asked.at < PATIENCE
  if (waits) return
  state.screen = screen
  state.asked = undefined
}

function blank(on) {
  document.querySelector('.xiaohao-blank')?.remove()
  if (!on) return
  const sheet = Object.assign(document.createElement('div'), { className: 'xiaohao-blank' })
  sheet.addEventListener('click', () => blank(false))
  document.body.appendChild(sheet)
}

function full() {
  const done = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.()
  done?.catch(() => {})
}

function typed(digits) {
  clearTimeout(state.forget)
  state.typed = digits.slice(-4)
  document.querySelector('.xiaohao-goto')?.remove()
  if (!state.typed) return
  const told = Object.assign(document.createElement('div'), { className: 'xiaohao-goto', textContent: '→ ' + state.typed })
  document.body.appendChild(told)
  state.forget = setTimeout(() => typed(''), 3000)
}

const ACTS = {
  Home: () => turn(1),
  End: () => turn(state.data.last),
  p: () => blank(true), b: () => blank(true), '.': () => blank(true),
  f: full,
  d: () => { if (state.data.may_decide) state.send('decide', true) },
  ...Object.fromEntries(NEXT.map((key) => [key, () => turn(state.screen + 1)])),
  ...Object.fromEntries(BACK.map((key) => [key, () => turn(state.screen - 1)])),
  ...Object.fromEntries([...'0123456789'].map((key) => [key, () => typed(state.typed + key)])),
}

function pressed(event) {
  if (!here() || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  const held = () => { event.preventDefault(); event.stopImmediatePropagation() }
  if (document.querySelector('.xiaohao-blank')) { held(); blank(false); return }
  if (state.data.deciding) {
    const listed = document.querySelector('[data-baseweb="popover"], [role="listbox"]')  // a list or a calendar closes first
    if (key === 'Escape' && !listed) { held(); state.send('close', true) }
    return
  }
  const on = document.activeElement
  if (on?.matches(FIELD) || ((key === ' ' || key === 'Enter') && on?.matches(PRESSED) && !state.typed)) return
  if (key === 'Enter' && state.typed) { held(); turn(Number(state.typed)); typed(''); return }
  if (ACTS[key]) { held(); if (!event.repeat || key.length > 1) ACTS[key]() }
}

function listen() {
  window.addEventListener('keydown', pressed, true)
  document.addEventListener('click', (event) => {  // so that the next space turns on instead of pressing the same button again
    if (here() && event.detail && event.target.closest?.('.st-key-stage_foot button')) document.activeElement?.blur()
  })
}

function rotate() {
  clearTimeout(state.timer)
  const { auto, last, deciding } = state.data
  if (!auto || deciding) return
  state.timer = setTimeout(() => {
    if (!here()) return
    turn(state.screen >= last ? 1 : state.screen + 1)
    rotate()
  }, auto * 1000)
}

export default function ({ data, parentElement, setTriggerValue }) {
  const first = !state.listening
  state.listening = true
  if (first) listen()
  const moved = state.data?.screen !== data.screen || state.data?.auto !== data.auto || state.data?.deciding !== data.deciding
  Object.assign(state, { root: parentElement, send: setTriggerValue, data })
  arrived(data.screen)
  const bar = parentElement.querySelector('.xiaohao-keys')
  const buttons = [['P', data.words.blank, () => blank(true)], ['F', data.words.full, full]]
  bar.replaceChildren(...buttons.map(([letter, title, act]) => {
    const button = Object.assign(document.createElement('button'), { type: 'button', textContent: letter, title })
    button.setAttribute('aria-label', title)
    button.addEventListener('click', act)
    return button
  }))
  if (moved || !state.timer) rotate()
  return () => { if (state.root === parentElement) { clearTimeout(state.timer); blank(false); typed('') } }
}
"""

_component = st.components.v2.component(
    "xiaohao_meeting", html='<div class="xiaohao-keys"></div>', css=_CSS, js=_JS, isolate_styles=False
)
KEY = "meeting_keys"


def keys(screen: int, last: int, issue: Issue | None, *, deciding: bool) -> None:
    """Listen while this screen is shown; ``issue`` is the problem that may be decided on."""
    told = {
        "screen": screen,
        "last": last,
        "auto": place.seconds(),
        "deciding": deciding,
        "may_decide": issue is not None,
        "words": {"blank": t("meeting.blank"), "full": t("meeting.full")},
    }
    _component(
        key=KEY,
        data=told,
        height="content",
        on_go_change=_go,
        on_decide_change=lambda: begin(issue) if issue else None,
        on_close_change=lambda: st.session_state.pop(place.DECIDING, None),
    )


def _go() -> None:
    heard = st.session_state.get(KEY)
    if heard is not None and heard.get("go"):
        place.go(int(heard["go"]))
