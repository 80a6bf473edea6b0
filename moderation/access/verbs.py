"""The closed table of what people do here: each verb with its sentence, its rule and who may.

Data, not code: it feeds the permissions page (community/docs/permissions.md) and the matrix test, which fails when a
rule has no verb, a verb has no rule, or the rule's answers for the cast differ from the cells expected of it.
"""

from __future__ import annotations

from moderation.access.library_verbs import LIBRARY
from moderation.access.verb import LEADERS, MODERATORS, READERS, WRITERS, Verb

VERBS = (
    Verb("enter", "Come in at all", "standing.may_enter", "Members who are active or read-only and hold a seat."),
    Verb("sign_in", "Stand at the door", "standing.may_sign_in", "Members who are not shut out, inside or not yet."),
    Verb("finish", "Send what was begun before", "standing.may_finish", "Those who may come in, and who just might."),
    Verb("write", "Write anything at all", "standing.may_write", "Everyone who may come in and is not read-only."),
    # The forum
    Verb("read_space", "Read a space", "forum.may_read_space", READERS),
    Verb("read_thread", "Read a question or discussion", "forum.may_read_thread", READERS),
    Verb(
        "read_post", "Read a post", "forum.may_read_post",
        "Whoever reads the thread, except the organization its writer keeps it from.",
    ),
    Verb("ask", "Ask a question or start a discussion", "forum.may_ask", WRITERS),
    Verb("announce", "Make an announcement", "forum.may_announce", MODERATORS),
    Verb("reply", "Reply", "forum.may_reply", WRITERS + " Only moderators when it is closed."),
    Verb(
        "name_cohort", "Name a whole cohort, so that all of it is told", "naming.may_name_cohort",
        LEADERS + " Never under an alias.",
    ),
    Verb(
        "edit_post", "Edit a post", "forum.may_edit_post",
        "The person who wrote it; whoever may reply, once it was opened to them.",
    ),
    Verb(
        "open_post", "Let everybody edit a post", "forum.may_open_post", "The person who wrote it, and moderators.",
    ),
    Verb("see_history", "See what a post said before", "forum.may_see_history", "Whoever reads the post."),
    Verb(
        "forget_versions", "Drop what a post said before", "forum.may_forget_versions",
        "The person who wrote it, and moderators.",
    ),
    Verb("keep_order", "Close a question, or pin it", "forum.may_keep_order", MODERATORS),
    Verb(
        "ask_who_wrote", "Ask who wrote something under an alias", "aliases.may_ask_who_wrote",
        "Moderators, with a reason that the writer gets to read.",
    ),
    Verb(
        "decide_who_wrote", "Agree to find it out", "aliases.may_decide_who_wrote",
        "Another moderator than the one who asked.",
    ),
    Verb(
        "see_who_wrote", "See who it was", "aliases.may_see_who_wrote", "The two moderators who asked and agreed.",
    ),
    Verb(
        "label", "Decide how far a question may go", "labels.may_label",
        "The person who asked, and moderators; looser only while nobody else has answered.",
    ),
    Verb("move_thread", "Move a question to another space", "forum.may_move", MODERATORS),
    Verb("split_thread", "Make a question of some replies", "forum.may_split", MODERATORS),
    Verb("merge_thread", "Merge a question into another", "forum.may_merge", MODERATORS),
    Verb("tag", "Choose the tags of a question", "tags.may_tag", "The person who asked, and moderators."),
    Verb("keep_tags", "Make, rename, merge and retire tags", "tags.may_keep_tags", MODERATORS),
    Verb("delete_post", "Delete a reply", "forum.may_delete_post", "The person who wrote it, and moderators."),
    Verb("react", "React to a post", "forum.may_react", WRITERS),
    Verb(
        "be_asked", "Be asked whether one knows the answer", "forum.may_be_asked",
        "Whoever may reply, except the asker and those who blocked them or whom they blocked.",
    ),
    Verb("say_open", "Say that a question is still open", "forum.may_say_open", "The person who asked."),
    Verb("ask_too", "Say that one has the same question", "forum.may_ask_too", WRITERS + " Not the one who asked."),
    Verb("choose_answer", "Choose the answer", "forum.may_choose_answer", "The person who asked, and moderators."),
    Verb(
        "vote", "Vote in a poll", "polls.may_vote",
        "As above who may write, until it is closed; once where it is anonymous.",
    ),
    Verb("close_poll", "Close a poll", "polls.may_close_poll", "The person who asked, and moderators."),
    Verb(
        "see_results", "See how a poll stands", "polls.may_see_results",
        "Everyone in the audience, when the poll says: at any time, after voting, or when it is closed.",
    ),
    Verb("see_names", "See who voted for what", "polls.may_see_names", "As above, never in an anonymous poll."),
    # Cohorts and rooms
    Verb("see_cohort", "See a cohort", "rooms.may_see_cohort", "Its members, and moderators."),
    Verb(
        "look_at_cohort", "See what a cohort is about", "cohorts.may_look_at_cohort",
        "As above; every member while it takes requests.",
    ),
    Verb("lead_cohort", "See who asks for a place", "cohorts.may_lead_cohort", LEADERS),
    Verb(
        "move_cohort", "Move a cohort to its next state", "cohorts.may_move_cohort",
        "Moderators; its facilitators from open to running.",
    ),
    Verb(
        "ask_for_place", "Ask for a place in a cohort", "cohorts.may_ask_for_place",
        "Every member who may write, while it takes requests.",
    ),
    Verb("answer_request", "Answer who asks for a place", "cohorts.may_answer_request", LEADERS),
    Verb("roll_forward", "Make next year's cohort from one", "cohorts.may_roll_forward", MODERATORS),
    Verb(
        "enter_room", "Enter a room", "rooms.may_enter_room",
        "Members of its cohort, and moderators. One for those who lead: its facilitators, and moderators. A talk: the "
        "people in it, and nobody else.",
    ),
    Verb(
        "read_message", "Read a message", "rooms.may_read_message",
        "Those in the room; in a talk, and where those who lead decided it, what was said since one came.",
    ),
    Verb(
        "say", "Say something in a room", "rooms.may_say",
        "Those in the room who may write, unless it is closed. Announcements, and a session's room before it opens and "
        "after it closed: who leads the cohort, and moderators.",
    ),
    Verb(
        "say_more", "Say the next thing in a room", "rooms.may_say_more",
        "As above; once the year is over 10 minutes after the last, except who leads the cohort.",
    ),
    Verb(
        "see_seen", "See who has read a message", "seen.may_see_seen",
        "Who wrote it, where up to 20 people can read it, if they show what they have read.",
    ),
    Verb("edit_message", "Edit a message", "rooms.may_edit_message", "The person who said it, for 24 hours."),
    Verb(
        "delete_message", "Delete a message", "rooms.may_delete_message",
        "The person who said it, the cohort's facilitators, and moderators.",
    ),
    Verb(
        "react_to_message", "React to a message", "rooms.may_react_to_message",
        "Those in the room who may write, unless it is closed.",
    ),
    Verb("set_room", "Change the settings of a room", "rooms.may_set_room", LEADERS),
    Verb("set_kind", "Change what kind of room it is", "rooms.may_set_kind", LEADERS + " Never of a session's room."),
    Verb("pin", "Pin a message", "rooms.may_pin", "The cohort's facilitators, and moderators."),
    # Talks
    Verb(
        "talk_with", "Write to somebody alone", "talks.may_talk_with",
        "Everyone who may write, to whoever is here, unless one of the two blocked the other.",
    ),
    Verb(
        "add_to_talk", "Bring somebody into a talk", "talks.may_add_to_talk",
        "The people of a talk of several, up to nine, as above.",
    ),
    Verb("leave_talk", "Leave a talk", "talks.may_leave_talk", "The people of a talk of several."),
    Verb(
        "report_message", "Report a message of a talk", "talks.may_report_message",
        "Whoever reads it, except who wrote it.",
    ),
    Verb("see_report", "Read what was reported", "talks.may_see_report", "Moderators, except who wrote it."),
    Verb("close_report", "Close a report", "talks.may_close_report", "As above."),
    Verb(
        "ask_look", "Ask for a look into a talk of two", "talks.may_ask_look",
        "Moderators who are not in it, with a reason that the two get to read.",
    ),
    Verb("decide_look", "Agree to such a look", "talks.may_decide_look", "Another moderator than the one who asked."),
    Verb(
        "look", "Look into a talk of two", "talks.may_look",
        "The two moderators who asked and agreed, for 24 hours; the two in it are told.",
    ),
    # Live sessions
    Verb("quote_room", "Choose messages for a thread", "knowledge.may_quote_room", LEADERS),
    Verb("see_proposal", "See a thread that is being made of them", "knowledge.may_see_proposal", "Who prepares it."),
    Verb("handle_proposal", "Leave something out of it, or drop it", "knowledge.may_handle_proposal", "As above."),
    Verb("change_proposal", "Change it", "knowledge.may_change_proposal", "As above, before those quoted are asked."),
    Verb("publish_proposal", "Put it into the forum", "knowledge.may_publish_proposal", "As above, once they decided."),
    Verb(
        "answer_quote", "Decide whether one is quoted, and under which name", "knowledge.may_answer_quote",
        "Each person who is quoted, until it is published.",
    ),
    Verb("see_session", "See a live session", "sessions.may_see_session", "Members of its cohort, and moderators."),
    Verb(
        "schedule_session", "Schedule live sessions", "sessions.may_schedule_session",
        "The cohort's facilitators, and moderators.",
    ),
    Verb(
        "change_session", "Move, change or cancel a session", "sessions.may_change_session",
        "As above, until it is over.",
    ),
    Verb(
        "answer_session", "Say whether one comes", "sessions.may_answer_session",
        "Members of its cohort who may write, until it is over.",
    ),
    Verb(
        "ask_session", "Ask a session something, or vote", "sessions.may_ask_session",
        "Members of its cohort who may write, until it is over.",
    ),
    Verb(
        "hold_session", "Keep a session's questions in order", "sessions.may_hold_session",
        "Who leads the session, the cohort's facilitators, and moderators.",
    ),
    Verb(
        "record_session", "Keep notes and mark who was there", "sessions.may_record_session",
        "As above, once it has begun.",
    ),
    Verb("see_answers", "See who comes", "sessions.may_see_answers", "The cohort's facilitators, and moderators."),
    Verb(
        "see_meeting_link", "See the meeting link", "sessions.may_see_meeting_link",
        "Members of its cohort, from 15 minutes before the start to the end.",
    ),
    Verb(
        "show_word", "Show a session's code word", "hours.may_show_word",
        "Who leads the session, the cohort's facilitators, and moderators, until 30 minutes after its end.",
    ),
    Verb(
        "type_word", "Type a session's code word", "hours.may_type_word",
        "Members of its cohort, from 10 minutes before the start to 30 minutes after the end.",
    ),
    Verb("be_counted", "Be counted as present", "hours.may_be_counted", "Members of its cohort, while it is on."),
    Verb("arrange_hours", "Say how hours count", "hours.may_arrange_hours", LEADERS),
    Verb(
        "certify", "Make a certificate of one's hours", "hours.may_certify",
        "Everyone who may write and has hours in the cohort.",
    ),
    Verb(
        "keep_certificate", "Print, show or withdraw a certificate", "hours.may_keep_certificate",
        "The person whose it is.",
    ),
    # The programme
    Verb("keep_programme", "Write a cohort's program", "programme.may_keep_programme", LEADERS),
    Verb(
        "see_milestone", "See a milestone", "programme.may_see_milestone",
        "Members of its cohort once it is open; its facilitators, and moderators.",
    ),
    Verb(
        "tick", "Tick a milestone as done", "programme.may_tick",
        "Members of its cohort who may write, once it is open.",
    ),
    *LIBRARY,
    # People
    Verb("see_field", "See a field of a profile", "members.may_see_field", "Whom its owner chose, and moderators."),
    Verb("block", "Block somebody", "members.may_block", "Everyone, except moderators and oneself."),
    Verb("edit_profile", "Change a profile", "members.may_edit_profile", "The person whose it is."),
    Verb("leave", "Leave the community", "members.may_leave", "Everyone who is not shut out."),
    # Organizations and their seats
    Verb("see_seats", "See a team and its seats", "seats.may_see_seats", "Its seat managers, and moderators."),
    Verb("manage_seats", "Give, confirm and hand over seats", "seats.may_manage_seats", "As above."),
    Verb("confirm_seats", "Confirm who is still here", "seats.may_confirm_seats", "As above."),
    Verb(
        "free_seat", "Free a seat", "seats.may_free_seat",
        "As above, never one's own; only owners for a moderator.",
    ),
    Verb("name_seat_manager", "Name a seat manager", "seats.may_name_seat_manager", "As above."),
    Verb("set_membership", "Set a membership's term and seats", "seats.may_set_membership", MODERATORS),
    # The access desk
    Verb("see_desk", "See the access desk", "desk.may_see_desk", MODERATORS),
    Verb("run_desk", "Work at the access desk", "desk.may_run_desk", MODERATORS),
    Verb("invite", "Invite by email", "desk.may_invite", "Moderators; only owners invite a moderator."),
    Verb(
        "act_on", "Change somebody's access", "desk.may_act_on",
        "Moderators, never for themselves; only owners for a moderator.",
    ),
    Verb("suspend", "Suspend", "desk.may_suspend", "Moderators, as above."),
    Verb("remove", "Remove", "desk.may_remove", "Moderators, as above."),
    Verb("restore", "Restore", "desk.may_restore", "Moderators, as above."),
    Verb("set_role", "Make or unmake a moderator", "desk.may_set_role", "Owners."),
    Verb("reset_second_step", "Take away a lost second step", "desk.may_reset_second_step", "Moderators, as above."),
    Verb("publish_agreement", "Publish the agreement", "desk.may_publish_agreement", "Owners."),
    # Applications
    Verb("see_applications", "Read applications", "applications.may_see_applications", MODERATORS),
    Verb("claim_application", "Take an application in hand", "applications.may_claim", "Moderators, one at a time."),
    Verb("release_application", "Hand an application back", "applications.may_release", "Who has it, and owners."),
    Verb("note_application", "Write a note about an application", "applications.may_note", MODERATORS),
    Verb(
        "vote_application", "Say whether one would admit", "applications.may_vote",
        "Moderators who did not vouch for the person.",
    ),
    Verb(
        "answer_application", "Ask an applicant, or put them on the waiting list", "applications.may_answer",
        "Moderators, unless another one has it in hand.",
    ),
    Verb(
        "admit", "Admit an applicant", "applications.may_admit",
        "Moderators who did not vouch, once as many agree as the owners want.",
    ),
    Verb("decline", "Decline an applicant", "applications.may_decline", "As above."),
    Verb("edit_questions", "Change what applicants are asked", "applications.may_edit_questions", MODERATORS),
    Verb("set_policy", "Decide how people come in", "applications.may_set_policy", "Owners."),
    Verb("vouch", "Vouch for somebody", "applications.may_vouch", "Everyone who may write."),
    Verb("see_sign_ins", "See districts' own sign-ins", "desk.may_see_sign_ins", "Owners."),
    Verb("set_sign_in", "Set up a district's own sign-in", "desk.may_set_sign_in", "Owners."),
    Verb("arrange", "Arrange spaces, cohorts, rooms and enrollments", "desk.may_arrange", MODERATORS),
)  # fmt: skip
