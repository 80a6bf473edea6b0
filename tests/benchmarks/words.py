"""Plain prose for load: the same sentences for everybody who is compared."""

from __future__ import annotations

import random

SENTENCES = (
    "We opened with nine children and two guides in a room the district lent us.",
    "The attendance law counts minutes, and our day does not look like a bell schedule.",
    "Our board asked for a budget line by line before it would sign anything.",
    "The family letter went out in two languages and the questions came in three.",
    "A principal told us that the hardest part is the bus, and she was right.",
    "Special education services follow the child, so the agreement has to say who drives.",
    "We kept the waiting list open and told every family where they stood.",
    "The insurance carrier wanted a floor plan and a fire marshal's letter first.",
    "Nobody had written down who may change the calendar, so everybody did.",
    "After the second month the guides asked for one planning hour more, and got it.",
    "The MOU took eleven weeks, most of them waiting for one signature.",
    "We measure reading every six weeks and talk with families about what it says.",
)
WORDS = ("MOU", "attendance", "waiver", "budget", "families", "board", "license", "transport", "lunch", "staffing")


def paragraphs(dice: random.Random, count: int) -> str:
    """HTML as the editor leaves it."""
    return "".join(f"<p>{' '.join(dice.sample(SENTENCES, 4))}</p>" for _ in range(count))


def title(dice: random.Random) -> str:
    return f"How did you handle the {dice.choice(WORDS)} and the {dice.choice(WORDS)} in year one?"
