from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aggregator.text import dates

OBSERVED = datetime(2024, 12, 31, 12, tzinfo=UTC)


def read(raw, zone=None, observed=OBSERVED):
    found = dates.read(raw, zone=zone, observed=observed)
    return (found.at.strftime("%Y-%m-%d %H:%M:%S") if found.at else None, found.quality)


@pytest.mark.parametrize(
    "raw",
    [
        "Mon, 17 Jun 2024 14:30:00 +0200",
        "Mon, 17 Jun 2024 12:30:00 GMT",
        "17 Jun 24 12:30 UT",
        "lun., 17 juin 2024 14:30:00 +0200",
        "Lundi 17 Juin 2024 14:30:00 +0200",
        "lun, 17 juin 2024 14:30:00 CEST",
        "Mo, 17 Jun 2024 14:30:00 MESZ",
        "lunes, 17 de junio de 2024 14:30 CEST",
        "Mon Jun 17 14:30:00 CEST 2024",
        "Mon, 17 Jun 2024 14:30:00 +0200 (CEST)",
        "Mon, 17 Jun 2024 21:30:00 GMT+9",
        "17 Jun 2024 21:30:0 GMT+09:00",
        "2024-06-17T14:30:00+02:00",
        "2024-06-17T12:30:00Z",
        "2024-06-17T14:30:00.000+0200",
        "2024-06-17 14:30:00 +0200",
        "2024-06-17T14:30:00+2",
        "20240617T123000Z",
        "20240617T14:30:00+02:00",
        "1718627400",
        "1718627400000",
        "June 17, 2024 5:30am PDT",
        "17 июня 2024 г., 15:30 MSK",
    ],
)
def test_one_instant_has_many_spellings(raw):
    assert read(raw) == ("2024-06-17 12:30:00", "exact")


@pytest.mark.parametrize(
    ("raw", "at"),
    [
        ("17 févr. 2024 14:30", "2024-02-17 14:30:00"),
        ("mar. 18 juin 2024 à 14h30", "2024-06-18 14:30:00"),
        ("jeudi 1er août 2024 09 h 05", "2024-08-01 09:05:00"),
        ("17 août 2024 - 14:30", "2024-08-17 14:30:00"),
        ("14:30 - 17 déc. 2024", "2024-12-17 14:30:00"),
        ("17. Juni 2024, 14.30 Uhr", "2024-06-17 14:30:00"),
        ("am 17. März 2024 um 12:30", "2024-03-17 12:30:00"),
        ("17. jun. 2024 kl. 14.30", "2024-06-17 14:30:00"),
        ("mer 5 giu 2024 14:30", "2024-06-05 14:30:00"),
        ("Dom, 17 Mar 2024 14:30", "2024-03-17 14:30:00"),
        ("2024. június 17. 14:30", "2024-06-17 14:30:00"),
        ("17 haziran 2024 14:30", "2024-06-17 14:30:00"),
        ("2020/1/10 14:33:00", "2020-01-10 14:33:00"),
        ("6/17/2024 2:30 PM", "2024-06-17 14:30:00"),
        ("2024년 6월 17일 오후 2:30", "2024-06-17 14:30:00"),
        ("2024年6月17日 14時30分", "2024-06-17 14:30:00"),
        ("2024年6月17日下午2点30分", "2024-06-17 14:30:00"),
        ("17 حزيران 2024 2:30 م", "2024-06-17 14:30:00"),
        ("17 tháng 6, 2024 14:30", "2024-06-17 14:30:00"),
        ("Mon Jun 17 14:30:00 2024", "2024-06-17 14:30:00"),
        ("12:05 am 17 June 2024", "2024-06-17 00:05:00"),
    ],
)
def test_a_date_without_a_zone_is_read_and_says_so(raw, at):
    assert read(raw) == (at, "no-zone")


@pytest.mark.parametrize(
    "raw",
    [
        "2024-06-17", "20240617", "2024-169", "2024-W25-1", "17 juin 2024", "17/06/2024", "17.06.2024", "17-Jun-24",
        "06/17/2024", "June 17th, 2024", "令和6年6月17日", "١٧ يونيو ٢٠٢٤", "17 ביוני 2024", "17 มิ.ย. 2567", "17. 6. 2024",
    ],
)  # fmt: skip
def test_a_day_without_a_time_is_midnight_and_says_so(raw):
    assert read(raw) == ("2024-06-17 00:00:00", "date-only")


@pytest.mark.parametrize(
    "raw",
    [
        "", "   ", "hier", "il y a 2 heures", "12:30", "juin 2024", "2024", "0001-01-01T00:00:00Z",
        "Mon, 01 Jan 0001 00:00:00 +0000",
        "Thu, 01 Jan 1970 00:00:00 GMT", "1900-01-01", "2024-02-30", "32 juin 2024", "99999999999999999999", "²²/³³/2024",
        "9999-12-31T23:59:59-14:00 x", "-0001-06-17",
    ],
)  # fmt: skip
def test_what_is_no_date_is_absent_and_never_now(raw):
    assert read(raw) == (None, "none")


def test_the_feeds_zone_applies_to_dates_that_name_none_summer_and_winter():
    assert read("17 juin 2024 14:30", zone="Europe/Paris") == ("2024-06-17 12:30:00", "no-zone")
    assert read("17 janvier 2024 14:30", zone="Europe/Paris") == ("2024-01-17 13:30:00", "no-zone")
    assert read("2024-06-17T14:30:00Z", zone="Europe/Paris") == ("2024-06-17 14:30:00", "exact")


def test_an_unknown_zone_setting_means_utc():
    assert read("17 juin 2024 14:30", zone="Mars/Olympus") == ("2024-06-17 14:30:00", "no-zone")
    assert read("17 juin 2024 14:30", zone="../etc/passwd") == ("2024-06-17 14:30:00", "no-zone")


def test_an_ambiguous_zone_name_is_a_guess_unless_the_feeds_zone_uses_it():
    assert read("Sat, 15 Jun 2024 10:00:00 IST") == ("2024-06-15 04:30:00", "guessed")
    assert read("Sat, 15 Jun 2024 10:00:00 IST", zone="Europe/Dublin") == ("2024-06-15 09:00:00", "exact")
    assert read("Sat, 15 Jun 2024 10:00:00 CST", zone="Asia/Shanghai") == ("2024-06-15 02:00:00", "exact")


def test_day_and_month_that_may_be_swapped_are_a_guess_day_first():
    assert read("03/07/2024") == ("2024-07-03 00:00:00", "guessed")
    assert read("6/7/2024 2:30 PM") == ("2024-06-07 14:30:00", "guessed")


def test_of_two_readings_the_one_that_lies_ahead_is_wrong():
    march = datetime(2024, 3, 7, 12, tzinfo=UTC)

    assert read("03/07/2024", observed=march) == ("2024-03-07 00:00:00", "guessed")


def test_a_date_far_ahead_is_refused_and_one_of_tomorrow_is_kept():
    assert read((OBSERVED + timedelta(hours=47)).isoformat())[1] == "exact"
    assert read((OBSERVED + timedelta(hours=49)).isoformat()) == (None, "future")


def test_midnight_at_the_end_of_a_day_and_leap_seconds_are_times():
    assert read("2024-06-17T24:00:00Z") == ("2024-06-18 00:00:00", "exact")
    assert read("2016-12-31T23:59:60Z") == ("2016-12-31 23:59:59", "exact")


def test_an_impossible_time_leaves_the_day():
    assert read("Mon, 17 Jun 2024 25:61:00 GMT") == ("2024-06-17 00:00:00", "guessed")


# Pieces that dates are made of, in any order and number: the readers' patterns are run where they nearly match.
PIECES = st.sampled_from(
    ["17", "6", "2024", "24", "0001", "9999", "13", "juin", "Jun", "mar.", "May", ":", "-", "/", ".", ",", " ", "T", "Z",
     "h", "年", "月", "日", "+0200", "-99", "GMT", "CEST", "pm", "²", "٣", "م", "令和元年", "W25", "0" * 30, "1" * 13,
     "Uhr", "klo", "(", "\x00", "\ud800"]
)  # fmt: skip


@given(
    st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=60),
    st.sampled_from([None, "Europe/Paris", "Asia/Seoul"]),
)
@example("20240617T99", None)
@example("0" * 10_000, None)
@example("9999-12-31T23:59:59-14:00", None)
def test_whatever_is_written_the_answer_is_within_bounds(raw, zone):
    found = dates.read(raw, zone=zone, observed=OBSERVED)

    if found.at is None:
        assert found.quality in {"none", "future"}
    else:
        assert found.at.utcoffset() == timedelta(0)
        assert dates.EARLIEST <= found.at <= OBSERVED + dates.AHEAD


@given(st.datetimes(datetime(1970, 1, 3), datetime(2024, 12, 30), timezones=st.just(UTC)))
def test_what_the_standards_write_is_read_to_the_second(at):
    at = at.replace(microsecond=0)

    assert dates.read(at.isoformat(), zone=None, observed=OBSERVED).at == at
    assert dates.read(at.strftime("%a, %d %b %Y %H:%M:%S +0000"), zone=None, observed=OBSERVED).at == at
