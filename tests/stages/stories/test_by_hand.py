"""What a person decided wins over every measure: in events, in stories, and long after the window has moved on."""

from datetime import timedelta

from aggregator.records import Constraint, EntryId
from tests.stages.stories.test_window import START, STRIKE_1, STRIKE_2, VOLCANO_1, article, events, window


def stories(*placed):
    return {one.entry: one.story for step in placed for one in step.placements}


def test_what_never_belongs_together_is_no_follow_up_of_the_other_either():
    free, parted = window(), window(Constraint(kind="never", a=EntryId(1), b=EntryId(2)))

    joined = free.place([STRIKE_1, STRIKE_2])
    apart = parted.place([STRIKE_1, STRIKE_2]), parted.merge_pass(START)

    assert stories(joined)[1] == stories(joined)[2]
    where = stories(*apart)
    assert where[1] != where[2]
    assert all(one.follows is None for step in apart for one in step.placements)


def test_an_entry_that_was_put_somewhere_by_hand_stays_there_when_it_is_edited_after_a_month():
    subject = window(Constraint(kind="together", a=EntryId(STRIKE_1.entry), b=EntryId(50)))
    concert = "L'orchestre de Valbrune joue Berlioz {} soir au théâtre municipal."
    like = article(49, "L'orchestre de Valbrune joue Berlioz au théâtre", concert.format("samedi"), hours=29 * 24)

    def told(day):
        return article(50, "Berlioz au théâtre de Valbrune", concert.format(day), outlet="La Vigie", hours=29 * 24 + 1)

    subject.place([STRIKE_1, VOLCANO_1, like])
    first = events(subject.place([told("samedi")]))
    assert first[50] == 1

    assert subject.expire(START + timedelta(days=40)) > 0

    assert events(subject.place([told("dimanche")])) == first
