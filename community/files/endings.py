"""The endings we take, and for every other what the person can do about it."""

from __future__ import annotations

FAMILY = {
    **dict.fromkeys((".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".gif"), "image"),
    # The old three are here because many files so called are in truth of the new kind.
    **dict.fromkeys((".docx", ".xlsx", ".pptx", ".doc", ".xls", ".ppt"), "package"),
    ".pdf": "pdf",
    **dict.fromkeys((".txt", ".text", ".md", ".markdown", ".csv"), "text"),
}

NAMELESS = "We cannot tell what kind of file this is. Add the right ending to its name, such as .docx or .txt."
LOCKED = "This file is locked with a password. Save it without the password and try again."
NOT_OFFICE = (
    "This does not look like a real Word, Excel or PowerPoint file inside. "
    "Open it there, save it as .docx, .xlsx or .pptx and try again."
)
PRETENDS = {
    "image": (
        "This does not look like a picture inside. Open it on your computer, save it as JPG or PNG and try again."
    ),
    "package": NOT_OFFICE,
    "pdf": ("This does not look like a real PDF inside. Open it on your computer, save it as PDF and try again."),
}
ANY_OTHER = (
    "This kind of file cannot be shared here. Pictures (JPG, PNG, WEBP, GIF), PDF, Word, Excel, PowerPoint "
    "and plain text files can."
)
MACROS = (
    "This file contains macros, which are small programs. "
    "Save it without them, as .docx, .xlsx or .pptx, and try again."
)
WORD = "Word documents are taken as .docx only. Save it as .docx and try again."
EXCEL = "Spreadsheets are taken as .xlsx only. Save it as .xlsx and try again."
SLIDES = "Presentations are taken as .pptx only. Save it as .pptx and try again."
PICTURE = "This kind of picture cannot be shown everywhere. Save it as JPG or PNG and try again."
ARCHIVE = "Zipped folders cannot be shared here. Unzip it and add the files one by one."
MAIL = "Saved e-mails cannot be shared here. Print it to a PDF and add that."
WEB_PAGE = "Web pages cannot be shared here. Print it to a PDF and add that."
RECORDING = "Videos and recordings cannot be kept here. Share a link to it instead."

_SENTENCES = {
    MACROS: "docm dotm xlsm xltm xlam pptm ppsm potm ppam",
    WORD: "odt ott rtf dot dotx pages wpd wps gdoc",
    EXCEL: "ods ots xlt xltx xlsb numbers gsheet tsv",
    SLIDES: "odp otp pps ppsx pot potx key gslides",
    PICTURE: "heic heif avif svg svgz tif tiff bmp ico psd eps ai raw dng jp2 jxl",
    ARCHIVE: "zip rar 7z tar gz tgz bz2 xz zst iso dmg cab",
    MAIL: "eml msg mbox emlx",
    WEB_PAGE: "html htm xhtml mht mhtml webarchive xml",
    RECORDING: "mp4 mov m4v avi mkv webm mp3 m4a wav ogg aac",
}
_SENTENCE_FOR = {f".{word}": sentence for sentence, words in _SENTENCES.items() for word in words.split()}


def refusal(ending: str) -> str:
    return _SENTENCE_FOR.get(ending, ANY_OTHER)
