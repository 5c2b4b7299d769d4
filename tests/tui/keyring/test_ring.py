"""The ring as a value: what is in force, what each key is called, and the way back from a removal."""

from jwtlens.keys.key import Key, Keyring
from jwtlens.keys.secret import Secret
from jwtlens.tui.keyring.key_text import KeyText
from jwtlens.tui.keyring.ring import Entry, Ring, Row
from tests.core_kit import pair


def entry(*texts: str) -> Entry:
    """Secrets, as a set where there are several."""
    keys = tuple(Key("oct", Secret(text.encode()), True, 8 * len(text), f"secret {text}") for text in texts)
    return Entry(0, KeyText(Secret(" ".join(texts))), Keyring(keys, is_set=len(keys) > 1, words=f"of {texts[0]}"))


def secrets(ring: Ring) -> list[object]:
    return [key.material.reveal() for key in ring.keyring.keys]


def labels(ring: Ring) -> list[str]:
    return [row.key.label for row in ring.rows if row.key]


def row_of(ring: Ring, secret: bytes) -> Row:
    return next(row for row in ring.rows if row.key and row.key.material.reveal() == secret)


ONE = Ring().add(entry("one"))
THREE = ONE.add(entry("two")).add(entry("three", "four"))


def test_one_key_alone_is_the_ring_as_it_was_read() -> None:
    assert ONE.keyring == ONE.chosen.keyring
    assert not ONE.keyring.is_set
    assert len(ONE.entries) == 1, "the first key takes the place of none"


def test_several_keys_are_a_set_that_nobody_publishes_and_the_chosen_one_comes_first() -> None:
    assert secrets(THREE) == [b"three", b"one", b"two", b"four"]
    assert (THREE.keyring.is_set, THREE.keyring.collected, THREE.keyring.words) == (True, True, "4 keys")
    chosen = THREE.choose(row_of(THREE, b"two"))
    assert secrets(chosen) == [b"two", b"one", b"three", b"four"]
    assert [row.entry.number for row in chosen.rows] == [row.entry.number for row in THREE.rows], "no row moves"
    assert not Ring().add(entry("three", "four")).keyring.collected


def test_a_blank_entry_goes_when_another_is_chosen_and_counts_for_nothing() -> None:
    adding = ONE.add(Entry(0))
    assert [row.key is None for row in adding.rows] == [False, True]
    assert secrets(adding) == [b"one"]
    assert not adding.keyring.collected
    assert adding.choose(row_of(adding, b"one")).entries == ONE.entries


def test_equal_labels_are_numbered_and_names_are_kept() -> None:
    assert labels(THREE) == ["the secret", "the secret (2)", "the secret (3)", "the secret (4)"]
    named = THREE.rename(row_of(THREE, b"two"), " billing ")
    assert labels(named) == ["the secret", "billing", "the secret (2)", "the secret (3)"]
    assert {key.label for key in named.keyring.keys} == set(labels(named)), "the verdict calls them the same"
    assert labels(named.rename(row_of(named, b"two"), "")) == labels(THREE)


def test_what_is_removed_comes_back_where_it_was_and_chosen() -> None:
    ring = THREE.rename(row_of(THREE, b"four"), "old")
    for secret in (b"one", b"three", b"four", b"two"):
        ring = ring.remove(row_of(ring, secret))
        assert secret not in secrets(ring)
    assert (secrets(ring), len(ring.entries), ring.chosen.given.blank) == ([], 1, True)
    for secret, count in ((b"two", 1), (b"four", 2), (b"three", 3), (b"one", 4)):
        ring = ring.restore()
        assert secret in secrets(ring)
        assert len(secrets(ring)) == count
    assert labels(ring) == ["the secret", "the secret (2)", "the secret (3)", "old"]
    assert [row.entry.number for row in ring.rows] == [row.entry.number for row in THREE.rows]
    assert ring.restore() == ring


def test_a_key_that_is_typed_meanwhile_survives_a_restore() -> None:
    gone = ONE.remove(ONE.rows[0])
    typed = gone.put(entry("new")._replace(number=gone.number))
    assert sorted(secrets(typed.restore()), key=str) == [b"new", b"one"]


def test_what_is_done_to_the_rest_of_a_set_after_a_removal_survives_a_restore() -> None:
    less = THREE.remove(row_of(THREE, b"three"))
    typed = less.put(entry("new")._replace(number=row_of(less, b"four").entry.number)).restore()
    assert sorted(secrets(typed), key=str) == [b"four", b"new", b"one", b"three", b"two"]
    assert typed.chosen.given.text == Secret("three four"), "what came back is chosen"
    cleared = less.put(Entry(row_of(less, b"four").entry.number)).restore()
    assert sorted(secrets(cleared), key=str) == [b"four", b"one", b"three", b"two"]
    renamed = less.rename(row_of(less, b"four"), "billing").restore()
    assert "billing" in labels(renamed)
    assert len(labels(renamed)) == 4


def test_starting_over_can_be_undone_and_what_leaves_for_good_cannot() -> None:
    over = THREE.start_over(entry("sample"))
    assert secrets(over) == [b"sample"]
    assert set(secrets(over.restore().restore().restore())) == {b"sample", b"one", b"two", b"three", b"four"}
    without = over.without(lambda one: one.number == over.number)
    assert secrets(without) == []
    assert b"sample" not in secrets(without.restore())


def test_an_entry_that_cannot_be_read_has_a_row_and_keeps_the_others_in_force() -> None:
    ring = ONE.add(Entry(0, KeyText(Secret("@/nowhere")), Keyring(words="no key could be read")))
    assert [row.key is None for row in ring.rows] == [False, True]
    assert ring.row is not None
    assert ring.row.key is None
    assert secrets(ring) == [b"one"]


def test_a_late_reading_of_a_removed_entry_changes_nothing() -> None:
    ring = THREE.remove(row_of(THREE, b"two"))
    late = row_of(THREE, b"two").entry._replace(keyring=Keyring((pair("P-256"),)))
    assert ring.put(late) == ring
