"""``python -m store remind``: for cron; who is told what today, by which way, and how it ended."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from store.commands import Desk, say, say_n
from store.model.errors import NotSent, Refused
from store.outgoing import MailServer, Webhook
from store.reminding.digests import Digest, Sent, digests
from store.reminding.group import summary, tell
from store.reminding.letter import letter, mail
from store.reminding.lines import House
from store.reminding.post import Post
from store.rules.addresses import is_address
from store.words import house_language, text

GROUP_SUBJECT = "group:webhook"


def remind(desk: Desk) -> None:
    """Send what is to be sent, or print it where nothing is configured. Raises Refused ``not_all_reminded``, naming who."""
    found, outgoing = digests(desk.store, desk.given.to), desk.store.settings.outgoing
    house, lacking = House.of(desk.store), []
    if desk.given.dry_run or not (outgoing.mail or outgoing.webhook):
        _show(desk, found, house)
        return
    if outgoing.mail:
        lacking += _by_mail(desk, found, house, outgoing.mail)
    if outgoing.webhook and not desk.given.to:
        lacking += _to_group(desk, house, outgoing.webhook)
    if lacking:
        raise Refused("not_all_reminded", who=lacking)


def _show(desk: Desk, found: list[Digest], house: House) -> None:
    """On standard output, one letter after the other, as they would be sent."""
    for digest in found:
        told = letter(digest, house)
        print(f"{'═' * 60}\n{told.subject}\n\n{told.plain}")
    if desk.store.settings.outgoing.webhook and not desk.given.to:
        print(f"{'═' * 60}\n{summary(desk.store, house, house_language())[1]}\n")
    if not found:
        say("remind.nobody")


def _by_mail(desk: Desk, found: list[Digest], house: House, server: MailServer) -> list[str]:
    """Everybody who has an address and was not told today; returns the names of those whom no mail reached."""
    sent, lacking = Sent(desk.store.repository, desk.store.accounts.clock), []
    if not found:
        say("remind.nobody")
    with Post(server) as post:
        for digest in found:
            if not is_address(digest.email):
                say("remind.no_address", who=digest.name)
            elif sent.before(digest.subject, house.today) and not desk.given.again:
                say("remind.told_before", who=digest.name)
            elif _handed_over(digest.name, partial(post.send, mail(digest, house, server.sender, sent.clock()))):
                sent.note(digest.subject, digest.name, digest.count)
                say_n("remind.sent", digest.count, who=digest.name)
            else:
                lacking.append(digest.name)
    return lacking


def _to_group(desk: Desk, house: House, webhook: Webhook) -> list[str]:
    """The summary, once a day; returns what it is called when it could not be posted."""
    sent, called = Sent(desk.store.repository, desk.store.accounts.clock), text(house_language(), "remind.group")
    title, told = summary(desk.store, house, house_language())
    if not told:
        say("remind.group_nothing")
    elif sent.before(GROUP_SUBJECT, house.today) and not desk.given.again:
        say("remind.told_before", who=called)
    elif _handed_over(called, partial(tell, webhook, title, told)):
        sent.note(GROUP_SUBJECT, "", 0)
        say("remind.group_sent")
    else:
        return [called]
    return []


def _handed_over(who: str, hand_over: Callable[[], None]) -> bool:
    """Whether it worked; if not, why is told, and whoever comes next is not kept from theirs."""
    try:
        hand_over()
    except NotSent as error:
        say("remind.failed", who=who, told=text(house_language(), f"remind.why_{error.code}", **error.params))
        return False
    return True
