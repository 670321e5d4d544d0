"""The catalogue: what a programme is, and what is refused."""

import shutil
from pathlib import Path

import pytest

from modules import DEFAULT_PROGRAMME
from modules.catalogue import (
    BadDefinitionError,
    Catalogue,
    UnknownDefinitionError,
    find_programme,
    read_definition,
)
from modules.listing import check_folder, listing
from modules.publish import changed, definition_files, fingerprint, main, publish, published

DEFINITIONS = Path(__file__).parents[1] / "definitions"
BROKEN = sorted((DEFINITIONS / "broken").glob("*.toml"))
THREE = DEFINITIONS / "valid" / "three"
ON_DEFAULT = DEFINITIONS / "valid" / "on_default"


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_definition_says_what_is_wrong(path: Path) -> None:
    expected = path.read_text("utf-8").splitlines()[0].removeprefix("# expect: ")

    with pytest.raises(BadDefinitionError) as refused:
        read_definition(path)

    assert expected in str(refused.value)
    assert path.name in str(refused.value)


def a_programme(folder: Path, *, of: Path = THREE) -> Path:
    copy = folder / "programme"
    shutil.copytree(of, copy)
    return copy


class TestProgramme:
    def test_the_default_is_found_without_a_name(self) -> None:
        assert find_programme(None) == DEFAULT_PROGRAMME
        assert find_programme("default") == DEFAULT_PROGRAMME

    def test_a_folder_is_found_by_its_path(self) -> None:
        assert find_programme(str(THREE)) == THREE.resolve()

    def test_an_unknown_name_says_what_there_is(self) -> None:
        with pytest.raises(UnknownDefinitionError, match="default"):
            find_programme("no such programme")

    def test_an_installed_programme_that_names_nothing_is_refused(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        packed = tmp_path / "council-1.0.dist-info"
        packed.mkdir()
        (packed / "METADATA").write_text("Name: council\nVersion: 1.0\n")
        (packed / "entry_points.txt").write_text(
            "[workbook.programmes]\nlost = modules:NOWHERE\nfound = modules:DEFAULT_PROGRAMME\n"
        )
        monkeypatch.syspath_prepend(str(tmp_path))

        assert find_programme("found") == DEFAULT_PROGRAMME
        with pytest.raises(UnknownDefinitionError, match="NOWHERE"):
            find_programme("lost")

    def test_three_modules_with_other_names_come_in_the_councils_order(self) -> None:
        catalogue = Catalogue.load(THREE)

        assert catalogue.title == "Three steps"
        assert [module.key for module in catalogue.modules] == [
            "what_we_do",
            "our_story",
            "looking_ahead",
        ]

    def test_a_programme_drops_replaces_adds_and_reorders_the_default(self) -> None:
        keys = [module.key for module in Catalogue.load(ON_DEFAULT).modules]

        assert "recovery" not in keys
        assert "daily_care" not in keys
        assert keys[2:4] == ["school_life", "home_life"]
        assert keys.index("safe_relationships") < keys.index("parenting")

    def test_a_dropped_module_stays_readable(self) -> None:
        catalogue = Catalogue.load(ON_DEFAULT)

        assert catalogue["recovery", 1].title == "Alcohol, drugs and recovery"
        assert "Kept to read earlier answers:" in listing(catalogue)

    def test_order_must_name_every_module_kept(self, tmp_path: Path) -> None:
        folder = a_programme(tmp_path, of=ON_DEFAULT)
        (folder / "programme.toml").write_text(
            'title = "x"\nbased_on = "default"\norder = ["starting"]'
        )

        problems = check_folder(folder)

        assert any("order leaves out 'children'" in problem for problem in problems)

    def test_naming_a_module_there_is_not_is_refused(self, tmp_path: Path) -> None:
        folder = a_programme(tmp_path)
        (folder / "programme.toml").write_text(
            'title = "x"\nbased_on = "default"\ndrop = ["knitting"]\nadd = ["sewing"]'
        )

        problems = "\n".join(check_folder(folder))

        assert "drop names 'knitting'" in problems
        assert "add names 'sewing'" in problems

    def test_a_programme_based_on_itself_is_refused(self, tmp_path: Path) -> None:
        folder = a_programme(tmp_path)
        (folder / "programme.toml").write_text('title = "x"\nbased_on = "../programme"')

        assert any("based on itself" in problem for problem in check_folder(folder))

    def test_a_folder_without_a_programme_says_what_is_wanted(self, tmp_path: Path) -> None:
        assert "programme.toml" in check_folder(tmp_path)[0]


class TestCatalogue:
    def test_old_versions_stay_readable_beside_the_newest(self) -> None:
        catalogue = Catalogue.load(THREE)

        assert catalogue.newest("our_story").version == 2
        assert catalogue.question("our_story", 1, "talk", "told").label == "What we were told"
        assert catalogue.question("our_story", 2, "talk", "told").label == "What the family told us"

    def test_every_module_of_the_default_carries_the_common_block(self) -> None:
        blocks = {Catalogue.load().section(m.key, "common") for m in Catalogue.load().modules}

        assert len(blocks) == 1

    @pytest.mark.parametrize(
        "named",
        [
            ("knitting", 1, "talk", "told"),
            ("our_story", 9, "talk", "told"),
            ("our_story", 1, "sing", "told"),
            ("our_story", 1, "talk", "sung"),
        ],
    )
    def test_what_was_never_published_is_unknown(self, named: tuple[str, int, str, str]) -> None:
        with pytest.raises(UnknownDefinitionError):
            Catalogue.load(THREE).question(*named)

    def test_an_unknown_newest_is_unknown(self) -> None:
        with pytest.raises(UnknownDefinitionError):
            Catalogue.load(THREE).newest("knitting")

    def test_every_problem_of_every_file_is_reported_at_once(self, tmp_path: Path) -> None:
        folder = a_programme(tmp_path)
        for key in ("our_story", "looking_ahead"):
            path = folder / key / "v1.toml"
            path.write_text(path.read_text("utf-8").replace('["all"]', '["NEWS"]'), "utf-8")
        path = folder / "what_we_do" / "v1.toml"
        path.write_text(path.read_text("utf-8").replace("version = 1", "version = 3"), "utf-8")

        problems = check_folder(folder)

        assert len([problem for problem in problems if "NEWS" in problem]) == 2
        assert any("name the file v3.toml" in problem for problem in problems)

    def test_a_key_that_is_not_its_folders_name_is_refused(self, tmp_path: Path) -> None:
        folder = a_programme(tmp_path)
        (folder / "our_story").rename(folder / "their_story")

        problems = "\n".join(check_folder(folder))

        assert "must be the name of its folder" in problems

    def test_a_wrong_or_repeated_instrument_is_refused(self, tmp_path: Path) -> None:
        folder = a_programme(tmp_path)
        ours = (DEFAULT_PROGRAMME / "instruments" / "phq_9_standard.toml").read_text("utf-8")
        (folder / "instruments").mkdir()
        for name in ("one", "two"):
            (folder / "instruments" / f"{name}.toml").write_text(
                ours.replace("maximum = 27", "maximum = 30"), "utf-8"
            )

        problems = "\n".join(check_folder(folder))

        assert "the bands end at 27, not at 30" in problems
        assert "is defined twice" in problems

    def test_a_question_about_an_unknown_instrument_is_refused(self, tmp_path: Path) -> None:
        folder = a_programme(tmp_path)
        path = folder / "our_story" / "v2.toml"
        path.write_text(
            path.read_text("utf-8").replace("required = true", 'instrument = "ABACUS"'), "utf-8"
        )

        assert any("no instrument 'ABACUS'" in problem for problem in check_folder(folder))

    def test_listing_numbers_the_programme_in_order(self) -> None:
        lines = listing(Catalogue.load(THREE))

        assert lines[0] == "Three steps"
        assert lines[2].startswith("2. Our story (our_story v2)")
        assert lines[-1].strip().startswith("Our story (our_story v1)")


class TestPublished:
    def test_the_default_programme_is_published_whole_and_unchanged(self) -> None:
        names = {
            path.relative_to(DEFAULT_PROGRAMME).as_posix()
            for path in definition_files(DEFAULT_PROGRAMME)
        }

        assert published(DEFAULT_PROGRAMME).keys() == names
        assert list(changed(DEFAULT_PROGRAMME)) == []

    def test_fingerprints_are_those_of_the_files(self) -> None:
        for name, digest in published(DEFAULT_PROGRAMME).items():
            assert fingerprint(DEFAULT_PROGRAMME / name) == digest

    def test_a_fingerprint_is_the_same_whatever_ends_a_line(self, tmp_path: Path) -> None:
        (tmp_path / "unix").write_bytes(b"a\nb\n")
        (tmp_path / "windows").write_bytes(b"a\r\nb\r\n")

        assert fingerprint(tmp_path / "unix") == fingerprint(tmp_path / "windows")

    def test_changing_a_published_definition_in_place_is_refused(self, tmp_path: Path) -> None:
        folder = a_programme(tmp_path)
        publish(folder)
        path = folder / "our_story" / "v1.toml"
        path.write_text(path.read_text("utf-8").replace("We were", "You were").replace("we", "you"))

        with pytest.raises(BadDefinitionError, match="write it as the next version"):
            Catalogue.load(folder)
        with pytest.raises(ValueError, match="next version"):
            publish(folder)

    def test_removing_a_published_definition_is_refused(self, tmp_path: Path) -> None:
        folder = a_programme(tmp_path)
        publish(folder)
        (folder / "our_story" / "v1.toml").unlink()

        with pytest.raises(BadDefinitionError, match="put it back"):
            Catalogue.load(folder)

    def test_a_new_version_beside_the_published_one_can_be_published(self, tmp_path: Path) -> None:
        folder = a_programme(tmp_path)
        publish(folder)
        text = (folder / "what_we_do" / "v1.toml").read_text("utf-8")
        (folder / "what_we_do" / "v2.toml").write_text(
            text.replace("\nversion = 1", "\nversion = 2"), "utf-8"
        )

        assert publish(folder) == ["what_we_do/v2.toml"]
        assert publish(folder) == []
        assert Catalogue.load(folder).newest("what_we_do").version == 2

    def test_publishing_from_the_command_line_says_what_was_frozen_or_why_not(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        folder = a_programme(tmp_path)

        assert main([str(folder)]) == 0
        assert "published our_story/v1.toml" in capsys.readouterr().out
        (folder / "our_story" / "v1.toml").write_text("", "utf-8")
        assert main([str(folder)]) == 1
        assert "next version" in capsys.readouterr().err
