"""One plain mail address, or none; nothing that could begin another header or name a second mailbox."""

from __future__ import annotations

from email.headerregistry import Address

import pytest
from hypothesis import given
from hypothesis import strategies as some

from store.rules.addresses import email_faults, is_address


@pytest.mark.parametrize("address", ["li@house.example", "li.ming+x@a-b.cn", "1@2.cn", "root@localhost"])
def test_an_address_is_taken(address: str):
    assert is_address(address)
    assert email_faults(address) == []


@pytest.mark.parametrize(
    "address",
    [
        "li",
        "li@",
        "@house.example",
        "li@house..example",
        "li@house.example\n",
        "li@house.example\r\nBcc: a@b.cn",
        "a@b.cn,c@d.cn",
        "李 <li@house.example>",
        "li ming@house.example",
        "李@house.example",
        "li@-house.example",
        ".li@house.example",
        "l" * 65 + "@house.example",
        "li@" + "a." * 130 + "cn",
    ],
)
def test_anything_else_is_a_fault_of_the_field(address: str):
    assert [(fault.field, fault.code) for fault in email_faults(address)] == [("email", "not_an_email")]


def test_no_address_is_no_fault():
    assert email_faults("") == []


@given(some.from_regex(r"[\w.+@ <>,\r\n-]{1,30}@[\w.-]{1,20}"))
def test_whatever_is_taken_is_a_header_of_one_mailbox(text: str):
    if is_address(text):
        assert Address(addr_spec=text).addr_spec == text
