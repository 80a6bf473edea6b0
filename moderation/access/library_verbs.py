"""The verbs of the library and of files (see verbs.py)."""

from __future__ import annotations

from moderation.access.verb import ARRANGERS, HOUSE, HOUSE_READS, MODERATORS, READERS, WRITERS, Verb

LIBRARY = (
    Verb("read_document", "Read a document", "library.may_read_document", READERS),
    Verb("share_document", "Add a document to the library", "library.may_share_document", MODERATORS),
    Verb("add_version", "Add a version of a document", "library.may_add_version", MODERATORS),
    Verb("offer_document", "Offer a template to the library", "library.may_offer_document", "Everyone who may write."),
    Verb(
        "see_brought", "See a file brought for the library and not sent", "library.may_see_brought", "Who brought it.",
    ),
    Verb(
        "decide_document", "Put what is offered on the shelf, or not", "library.may_decide_document", MODERATORS,
    ),
    Verb(
        "take_back_document", "Take back what one offers", "library.may_take_back",
        "The person who offers it, until it is on the shelf.",
    ),
    Verb("note_document", "Tell how it went with a template", "library.may_note", WRITERS),
    Verb("drop_note", "Take such a note away", "library.may_drop_note", "The person who wrote it, and moderators."),
    Verb("fill_in", "Fill in a document", "library.may_fill_in", READERS),
    Verb("save_answers", "Save what one filled in, for oneself", "library.may_save_answers", WRITERS),
    Verb("adapt", "Make a template one's own", "adapting.may_adapt", "Everyone who may write and holds a seat."),
    Verb("offer_back", "Offer back what one adapted", "adapting.may_offer_back", HOUSE),
    Verb(
        "drop_ours", "Delete a template of the own shelf", "adapting.may_drop_ours",
        "The person who brought it, and the organization's seat manager.",
    ),
    Verb("read_collection", "Open a collection", "adapting.may_read_collection", HOUSE_READS),
    Verb("collect", "Begin a collection", "adapting.may_collect", ARRANGERS),
    Verb("arrange_collection", "Put a collection in order", "adapting.may_arrange_collection", ARRANGERS),
    Verb("wish", "Ask for a missing template", "adapting.may_wish", "Everyone who may write."),
    Verb("say_too", "Say “me too”", "adapting.may_say_too", "Everyone who may write, while it is open."),
    Verb("close_wish", "Answer or decline a request", "adapting.may_close_wish", MODERATORS),
    Verb(
        "see_provider", "See a service provider", "providers.may_see_provider",
        "Everyone; until it is published who suggested it, and moderators.",
    ),
    Verb("see_code", "See the code of its discount", "providers.may_see_code", "Everyone who may write."),
    Verb("suggest_provider", "Suggest a service provider", "providers.may_suggest_provider", "Everyone who may write."),
    Verb("keep_provider", "Publish, change and hide a provider", "providers.may_keep_provider", MODERATORS),
    Verb(
        "review_provider", "Tell whether one would use it again", "providers.may_review_provider",
        "Everyone who may write, once it is published.",
    ),
    Verb("drop_review", "Take such a word away", "providers.may_drop_review", "Who wrote it, and moderators."),
    Verb(
        "report_provider", "Report a provider to the moderators", "providers.may_report_provider",
        "Everyone who may write.",
    ),
    Verb("upload", "Upload a file", "files.may_upload", "Everyone who may write."),
    Verb("read_loose_upload", "Open a file not yet attached", "files.may_read_loose_upload", "Who uploaded it."),
    Verb("attach", "Attach a file", "files.may_attach", "Who uploaded it, once."),
)  # fmt: skip
