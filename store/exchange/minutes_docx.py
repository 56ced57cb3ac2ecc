"""placeholder"""


def minutes_docx(store, actor, id, lang):
    return b""
