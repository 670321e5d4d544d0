"""Who a copy can be for, and whom it may name."""

from datetime import date

import pytest

from exports import rules
from exports.gatekeeper.rules import Living
from exports.rules import (
    CONFERENCE,
    MADE,
    NO_CONSENT,
    NOT_TO_NETWORK,
    REPORTS,
    WHOLE_RECORD,
    Held,
    Known,
    Recipient,
    Tie,
    UnknownReportError,
    covers,
    known_report,
    names_for,
    not_for,
)
from workbook.errors import NotFoundError, NothingGoesError
from workbook.families.rules import FamilyFile, Member, TeamMember, Withheld

OPENED = date(2026, 5, 1)
REPORT = "review-conference"


def member(name: str, kind: str = "adult") -> Member:
    return Member(id=name.split(" ", maxsplit=1)[0].lower(), name=name, kind=kind)


def worker(name: str, discipline: str) -> TeamMember:
    return TeamMember(
        id=name.lower(), name=name, discipline=discipline, employer="A refuge", starts_on=OPENED,
        ends_on=None,
    )  # fmt: skip


def tie(words: str, **given: object) -> Tie:
    """Read “mum parent_of kim”."""
    one, kind, other = words.split(" ")
    return Tie(a_id=one, b_id=other, kind=kind, **given)  # type: ignore[arg-type]


def known(*ties: Tie, **given: object) -> Known:
    """A child Kim with two parents apart, another father's baby, a grandmother, a friend."""
    family = FamilyFile(
        id="f", reference="F-1", name="Reed", team_id="t", opened_on=OPENED, closed_on=None,
        members=(
            member("Mum Reed"), member("Dad Vane"), member("Lee Otherfather"),
            member("Kim Reed", "child"), member("Bean Reed", "unborn_child"),
            member("Nan Vane", "network_member"), member("Pal Friend", "network_member"),
            member("Unc Vane", "network_member"),
        ),
        workers=(worker("Sal", "social_worker"), worker("Dot", "da_survivor_worker")),
        withheld=given.pop("withheld", ()),  # type: ignore[arg-type]
    )  # fmt: skip
    usual = (
        tie("mum parent_of kim"), tie("dad parent_of kim"), tie("mum parent_of bean"),
        tie("lee parent_of bean"), tie("nan parent_of dad"), tie("unc sibling dad"),
        tie("kim half_sibling bean"), tie("pal friend_of mum"),
    )  # fmt: skip
    return Known(family=family, ties=(*usual, *ties), **given)  # type: ignore[arg-type]


def kept_whole(person: str) -> Withheld:
    return Withheld(
        what="the whole record", from_persons=(person,), why="danger", until=None,
        whole_record=True,
    )  # fmt: skip


def recipient(key: str, found: Known) -> Recipient:
    return rules.recipient((key,), found, REPORT)


def recipients(found: Known) -> tuple[Recipient, ...]:
    return rules.recipients(found, REPORT)


def test_copies_go_to_the_conference_and_to_those_tied_to_a_child() -> None:
    assert [one.key for one in recipients(known())] == [
        CONFERENCE, "mum", "dad", "lee", "kim", "nan",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["carer_of", "step_parent_of", "grandparent_of"])
def test_a_tie_of_care_makes_somebody_a_reader(kind: str) -> None:
    assert recipient("pal", known(tie(f"pal {kind} kim"))).children == ("kim",)


def test_being_married_to_a_parent_makes_somebody_a_reader_while_it_lasts() -> None:
    assert recipient("pal", known(tie("pal married dad"))).children == ("kim",)
    with pytest.raises(NothingGoesError):
        recipient("pal", known(tie("pal married dad", is_current=False)))


@pytest.mark.parametrize("held", ["no", "unknown"])
def test_parental_responsibility_makes_somebody_a_reader_when_it_is_held(held: str) -> None:
    holds = Held(adult_id="pal", child_id="kim", held="yes")
    assert recipient("pal", known(held=(holds,))).children == ("kim",)
    with pytest.raises(NothingGoesError):
        recipient("pal", known(held=(Held(adult_id="pal", child_id="kim", held=held),)))


def test_a_tie_that_is_kept_from_a_reader_makes_them_none() -> None:
    for kept in ({"mark": "third_party"}, {"mark": "team", "mark_persons": ("pal",)}):
        with pytest.raises(NothingGoesError):
            recipient("pal", known(tie("pal carer_of kim", **kept)))


def test_a_parent_reads_of_their_own_children_only() -> None:
    assert recipient("dad", known()).children == ("kim",)
    assert recipient("mum", known()).children == ("kim", "bean")
    assert recipient("nan", known()).children == ("kim",)


def test_nobody_is_named_to_a_reader_but_their_children_and_those_around_them() -> None:
    assert recipient("dad", known()).named == {"dad", "mum", "kim", "nan", "unc"}
    assert recipient("mum", known()).named == {
        "mum", "dad", "lee", "kim", "bean", "nan", "pal",
    }  # fmt: skip


def test_who_uses_abuse_is_not_tied_by_it() -> None:
    assert "pal" not in recipient("dad", known(tie("dad abuse_towards pal"))).named


def test_nothing_goes_to_somebody_from_whom_the_whole_record_is_kept_nor_are_they_named() -> None:
    kept = known(withheld=(kept_whole("lee"),))
    with pytest.raises(NothingGoesError):
        recipient("lee", kept)
    assert "lee" not in [one.key for one in recipients(kept)]
    assert "lee" not in recipient("mum", kept).named


@pytest.mark.parametrize("nobody", ["", "bean", "somebody else", "sal"])
def test_somebody_without_a_tie_is_nobody(nobody: str) -> None:
    with pytest.raises(NotFoundError):
        recipient(nobody, known())


def test_whoever_cannot_be_given_it_is_named_with_the_reason() -> None:
    kept = known(withheld=(kept_whole("lee"),))
    assert dict(not_for(kept, REPORT)) == {
        "Lee Otherfather": WHOLE_RECORD, "Pal Friend": NOT_TO_NETWORK, "Unc Vane": NOT_TO_NETWORK,
    }  # fmt: skip
    with pytest.raises(NothingGoesError, match="does not go to family and friends"):
        recipient("unc", known())


def test_family_and_friends_who_agree_may_be_given_what_the_field_lets_them_have() -> None:
    agreed = known(agreed=frozenset({"unc"}))
    keys = [one.key for one in rules.recipients(agreed, "family-meeting")]
    assert "unc" in keys
    assert "pal" not in keys
    assert dict(not_for(agreed, "family-meeting")) == {"Pal Friend": NO_CONSENT}
    assert "unc" not in [one.key for one in recipients(agreed)]


def test_several_readers_are_given_what_every_one_of_them_may_have() -> None:
    everything = known()
    dad, mum = (recipient(key, everything) for key in ("dad", "mum"))
    both = rules.recipient(("mum", "dad"), everything, REPORT)
    assert both.label == "Mum Reed and Dad Vane"
    assert both.keys == both.readers == ("mum", "dad")
    assert both.children == ("kim",)
    assert both.named == mum.named & dad.named
    assert both.close == mum.close & dad.close
    assert both.audience == "family"
    assert len(both.key) <= 40
    assert both.key != rules.recipient(("mum", "lee"), everything, REPORT).key


def test_a_conference_beside_a_person_bars_nothing_and_is_named() -> None:
    one = rules.recipient((CONFERENCE, "dad"), known(), REPORT)
    alone = recipient("dad", known())
    assert (one.audience, one.readers, one.with_conference) == ("family", ("dad",), True)
    assert (one.children, one.named) == (alone.children, alone.named)
    assert one.label == "conference members and Dad Vane"


def test_one_unknown_reader_among_several_makes_no_copy() -> None:
    with pytest.raises(NotFoundError):
        rules.recipient(("mum", "nobody"), known(), REPORT)
    with pytest.raises(NotFoundError):
        rules.recipient((), known(), REPORT)


def test_a_worker_of_the_survivor_is_not_named_to_the_family() -> None:
    everything = known()
    assert names_for(recipient("dad", everything), everything.family)["dot"] == "the family’s team"
    assert names_for(recipient(CONFERENCE, everything), everything.family)["dot"] == "Dot"


@pytest.mark.parametrize(
    ("reader", "kind", "ids", "discipline", "is_covered"),
    [
        ("dad", "family", (), "social_worker", True),
        ("dad", "child", ("kim",), "social_worker", True),
        ("dad", "child", ("bean",), "social_worker", False),
        ("dad", "adult", ("mum",), "social_worker", True),
        ("dad", "adult", ("mum",), "recovery_worker", False),
        ("dad", "adult", ("mum",), "mental_health_practitioner", False),
        ("mum", "adult", ("mum",), "recovery_worker", True),
        ("nan", "adult", ("dad",), "recovery_worker", True),
        ("dad", "adult", ("lee",), "social_worker", False),
        ("dad", "pair", ("mum", "kim"), "social_worker", True),
        ("dad", "pair", ("lee", "kim"), "social_worker", False),
        ("dad", "pair", ("mum", "dad"), "social_worker", False),
        (CONFERENCE, "adult", ("lee",), "recovery_worker", True),
    ],
)
def test_a_copy_speaks_of_whom_its_reader_may_know(
    reader: str,
    kind: str,
    ids: tuple[str, ...],
    discipline: str,
    is_covered: bool,  # noqa: FBT001
) -> None:
    one = recipient(reader, known())
    assert covers(one, subject_kind=kind, subject_ids=ids, discipline=discipline) is is_covered


def test_the_whole_plan_goes_to_no_one_from_whom_a_home_is_kept() -> None:
    home = Living(
        id="h", family_id="f", address="9 Low Road", protected=True, known_by=("nan",),
        person_ids=("mum",),
    )  # fmt: skip
    hidden = known(homes=(home,))
    assert recipient("mum", hidden).whole_plan
    assert not recipient("dad", hidden).whole_plan
    assert recipient("dad", known()).whole_plan
    assert not recipient("nan", known()).whole_plan


def test_every_report_that_scripts_name_is_known_and_says_when_it_is_not_made() -> None:
    assert len(REPORTS) == 11
    for name in REPORTS:
        if name in MADE:
            assert known_report(name)
        else:
            with pytest.raises(UnknownReportError, match="is not made yet"):
                known_report(name)
    with pytest.raises(UnknownReportError, match="intervention-summary"):
        known_report("letter")
