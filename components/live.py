"""Live refresh: an open page runs again within a second after somebody else has saved, and nobody who types is disturbed.

A small script of ours listens to the feed of changes (store/web/changes.py), once a tab and only while the tab is in view. When
the feed names another state than the one on the screen, it asks Streamlit for a rerun; several changes within a moment make one.
While somebody types, reads on in a table they scrolled, or has a sheet or a list open, it waits, and offers the new state in a
corner. It sends nothing while nothing happens, and after the server was away it catches up.
"""

from __future__ import annotations

import streamlit as st

from components.i18n import t
from components.session import chosen_day, store, today

PAGES = frozenset({"overview", "category", "unit", "deadline", "cause", "ledger", "mine", "review", "history", "meeting"})
"""The pages that show how things stand. A form, and one problem that somebody may be working at, stay as they are."""

_HTML = '<button type="button" class="xiaohao-newer" hidden></button>'

_CSS = """
.st-key-live_feed { position: absolute; }
.xiaohao-newer {
  position: fixed; right: 1.5rem; bottom: 1.5rem; z-index: 90; padding: 0.55rem 1rem; cursor: pointer;
  font: inherit; font-size: 0.95rem; color: var(--st-background-color); background: var(--st-text-color);
  border: none; border-radius: 999px; box-shadow: 0 2px 10px rgb(0 0 0 / 25%);
}
.xiaohao-newer[hidden] { display: none; }
@media print { .xiaohao-newer { display: none; } }
"""

_JS = """
const TOGETHER = 80
const APART = 1000
const LOOK = 250
const IDLE = 10000
const FIELDS = 'textarea, [contenteditable="true"], input:not([type="radio"], [type="checkbox"], [role="combobox"])'
const OPEN = ['stDialog', 'stPopoverBody', 'stDataFrameColumnMenu'].map((name) => `[data-testid="${name}"], `).join('')
  + '[role="dialog"], [role="listbox"]'
const state = (globalThis.xiaohaoLive ??= { shown: '', newest: '', asked: '', at: 0, wait: 2000 })

const app = () => document.querySelector('[data-testid="stApp"]')
const still = () => {
  const { testScriptState, testConnectionState } = app()?.dataset ?? {}
  return testScriptState !== 'running' && (testConnectionState ?? 'CONNECTED') === 'CONNECTED'
}
const seen = (element) => element.checkVisibility ? element.checkVisibility({ visibilityProperty: true }) : true
const begun = () => [...document.querySelectorAll('[class*="st-key-typing-"] :is(textarea, input[type="text"])')]
  .some((field) => field.value && seen(field))
function typing() {
  const field = document.activeElement
  if (!field?.matches(FIELDS)) return false
  return field.closest('[class*="st-key-typing-"]') || !(state.entered && Date.now() - state.entered > IDLE)
}
const reading = () => [...document.querySelectorAll('.dvn-scroller')].some((table) => table.scrollTop > 0)
const busy = () => typing() || begun() || reading() || [...document.querySelectorAll(OPEN)].some(seen)

const stale = () => state.trigger && state.newest && state.newest !== state.shown && state.newest !== state.asked

function ask() {
  Object.assign(state, { asked: state.newest, at: Date.now() })
  state.button.hidden = true
  state.trigger('newer', state.newest)
}

function look() {
  clearTimeout(state.timer)
  if (!stale()) { if (state.button) state.button.hidden = true; return }
  const early = state.at + APART - Date.now()
  if (still() && early <= 0 && !busy()) return ask()
  state.button.hidden = !busy()
  state.timer = setTimeout(look, LOOK)
}

function told(mark) {
  state.newest = mark
  clearTimeout(state.timer)
  state.timer = setTimeout(look, TOGETHER)
}

function listen() {
  if (state.source || !state.trigger || document.hidden) return
  const source = (state.source = new EventSource('/changes'))
  source.onmessage = ({ data }) => { state.wait = 2000; told(data) }
  source.onerror = () => {
    if (source.readyState !== EventSource.CLOSED) return
    hush()
    clearTimeout(state.again)
    state.again = setTimeout(listen, state.wait)
    state.wait = Math.min(state.wait * 2, 60000)
  }
}

function hush() {
  state.source?.close()
  state.source = undefined
}

function settle() {
  document.addEventListener('visibilitychange', () => (document.hidden ? hush() : listen()))
  addEventListener('pagehide', hush)
  addEventListener('pageshow', listen)
  document.addEventListener('keydown', (event) => { if (event.key === 'Enter') state.entered = Date.now() }, true)
  for (const moved of ['input', 'focusin', 'compositionstart']) {
    document.addEventListener(moved, () => { state.entered = undefined }, true)
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  if (!state.settled) { state.settled = true; settle() }
  const button = parentElement.querySelector('button')
  button.textContent = data.words
  button.onclick = ask
  Object.assign(state, { shown: data.mark, trigger: setTriggerValue, button })
  look()
  listen()
  return () => {
    if (state.trigger !== setTriggerValue) return
    clearTimeout(state.timer)
    state.trigger = undefined
    hush()
  }
}
"""

_component = st.components.v2.component("xiaohao_live", html=_HTML, css=_CSS, js=_JS, isolate_styles=False)


def live(page: str) -> None:
    """Keep ``page`` up to date, if it shows how things stand now: a past day does not change. Stands before the page.

    The page reads after this, so what it shows is never older than it says.
    """
    if page in PAGES and chosen_day() == today():
        _component(key="live_feed", data={"mark": store().ledger.mark(), "words": t("live.newer")}, height="content")
