"""Officers build, copy, publish and change calls; two at once lose nothing."""

from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.utils import timezone

from faire_ensemble.apps.funding.forms.calls.fields import AboutForm
from faire_ensemble.apps.funding.models import (
    Call,
    DraftField,
    Question,
    QuestionVersion,
    RequiredDocument,
    Score,
)
from faire_ensemble.apps.funding.selectors import calls as selectors
from faire_ensemble.apps.funding.services import calls as services
from faire_ensemble.apps.funding.services.applications import start_application
from faire_ensemble.apps.funding.services.calls.creating import a_year_later
from faire_ensemble.kit.models import AuditEntry
from faire_ensemble.kit.verdicts import Refused


def text(answer: Any) -> str:
    return unescape(answer.content.decode()).replace("\xa0", " ").replace("\u202f", " ")


@pytest.fixture
def officer(year):
    return year.mandated("chef", "officer")


@pytest.fixture
def draft(year) -> Call:
    return year.make_call(state="draft", summary="Pour les quartiers.")


@pytest.fixture
def office(client, officer):
    client.force_login(officer)
    return client


def save(call: Call, actor: Any, section: str, content: Any, revision: int | None = None) -> Any:
    call.refresh_from_db()
    seen = call.revision if revision is None else revision
    return services.save_section(
        actor=actor, call_id=call.pk, section=section, content=content, revision=seen
    )


def question(**changes: Any) -> dict[str, Any]:
    values = {"id": "", "label": "Quel public ?", "why": "", "kind": "choice",
              "choices": ["Tous", "Jeunes"], "required": False}  # fmt: skip
    return values | changes


def answered(year: Any, call: Call, key: str, *values: str) -> None:
    for value in values:
        made = year.draft(call=call)
        DraftField.objects.create(
            application=made, key=f"question.{key}", value=value, saved_at=timezone.now()
        )


def post(client: Any, call: Call, section: str, **data: Any) -> Any:
    return client.post(f"/gestion/appels/{call.code}/{section}/", data)


# A new one, and last year's


def test_a_call_from_nothing_to_publication(office, year) -> None:
    created = office.post("/gestion/appels/nouveau/", {
        "contract": year.contract.pk, "title": "Été des quartiers", "kind": "annual",
        "first_year": 2027, "last_year": 2027, "code": "",
    })  # fmt: skip
    call = Call.objects.get(code="ete-des-quartiers")
    assert created["Location"] == f"/gestion/appels/{call.code}/about/"
    page = text(office.get(f"/gestion/appels/{call.code}/"))
    for sentence in ("au moins un financeur", "au moins un objectif", "date de clôture", "grille"):
        assert sentence in page
    office.post(f"/gestion/appels/{call.code}/acte/", {"do": "publish"})
    call.refresh_from_db()
    assert call.state == "draft"
    closing = timezone.localtime() + timedelta(days=30)
    post(office, call, "about", revision=call.revision, title=call.title, kind="annual",
         summary="Faire vivre l'été.", first_year=2027, last_year=2027, opens_at="",
         closes_at=closing.strftime("%Y-%m-%dT%H:%M"))  # fmt: skip
    call.refresh_from_db()
    post(office, call, "objectives", revision=call.revision, values=[year.objectives[0].pk])
    call.refresh_from_db()
    post(office, call, "funders", revision=call.revision, rows=1,
         **{"r0-id": year.funders[0].pk, "r0-nature": "specific", "r0-conditions": ""})  # fmt: skip
    call.refresh_from_db()
    post(office, call, "criteria", revision=call.revision, rows=1,
         **{"r0-id": "", "r0-label": "Utile", "r0-max_points": 4, "r0-weight": 2})  # fmt: skip
    call.refresh_from_db()
    office.post(f"/gestion/appels/{call.code}/acte/", {"do": "publish", "revision": call.revision})
    call.refresh_from_db()
    assert call.state == "published" and call.criteria.get().weight == 2
    assert [line.code for line in selectors.current_calls()].count(call.code) == 1
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"appel créé", "appel modifié", "appel publié"} <= verbs


def test_last_years_call_is_copied_with_its_keys_and_its_dates_moved(year, officer) -> None:
    call = year.call
    call.opens_at = datetime(2026, 1, 10, 8, tzinfo=UTC)
    call.closes_at = datetime(2026, 3, 29, 16, tzinfo=UTC)  # 18:00, summer time
    call.save()
    save(call, officer, "questions", {"rows": [question(), question(label="Vieille", kind="long")]})
    save(call, officer, "questions", {"rows": [question(id="quel-public", label="Pour qui ?")]})
    RequiredDocument.objects.create(call=call, key="rib", rank=1, label="RIB")
    copied = services.copy_call(actor=officer, call_id=call.pk)
    assert copied.title == "Appel à projets 2027" and copied.code == "appel-a-projets-2027"
    assert (copied.state, copied.first_year, copied.copied_from) == ("draft", 2027, call)
    local = timezone.localtime(copied.closes_at)
    assert (local.year, local.month, local.day, local.hour) == (2027, 3, 29, 18)
    assert [q.key for q in selectors.questions_asked(copied)] == ["quel-public"]
    assert selectors.questions_asked(copied)[0].label == "Pour qui ?"
    assert copied.criteria.count() == copied.objectives.count() == 2
    assert set(copied.criteria.all()).isdisjoint(call.criteria.all())
    assert copied.funders.count() == 3 and copied.documents.get().key == "rib"
    assert services.copy_call(actor=officer, call_id=call.pk).code == "appel-a-projets-2027-2"


def test_the_29th_of_february_becomes_the_28th() -> None:
    moved = a_year_later(datetime(2028, 2, 29, 11, tzinfo=UTC))
    assert moved is not None and moved.date().isoformat() == "2029-02-28"


def test_an_address_already_taken_is_told(year, officer) -> None:
    with pytest.raises(services.BadCall, match="déjà celle d'un autre appel"):
        services.copy_call(actor=officer, call_id=year.call.pk, code=year.call.code)


# Two officers at once


def about(call: Call, **changes: Any) -> dict[str, Any]:
    return services.content_of(call)["about"] | changes


def test_the_second_officer_sees_the_first_and_keeps_their_own_words(office, year, draft) -> None:
    other = year.mandated("collegue", "officer")
    seen, typed = draft.revision, AboutForm.typed(about(draft))
    save(draft, other, "about", about(draft, title="Titre du collègue", first_year=2025))
    sent = typed | {"title": "Mon titre", "revision": seen}
    page = text(post(office, draft, "about", **sent))
    assert "collegue" in page and "« Titre du collègue »" in page
    assert 'value="Mon titre"' in page and 'value="2025"' in page
    draft.refresh_from_db()
    assert draft.title == "Titre du collègue"
    assert f'name="revision" value="{draft.revision}"' in page


def test_another_section_is_no_conflict(year, officer, draft) -> None:
    other = year.mandated("collegue", "officer")
    save(draft, other, "holders", {"values": ["association"]})
    assert save(draft, officer, "about", about(draft, title="Neuf"), revision=0).changed
    assert Call.objects.get(pk=draft.pk).eligible_kinds == ["association"]


def test_saving_the_same_thing_is_no_revision(year, officer, draft) -> None:
    assert not save(draft, officer, "about", about(draft)).changed
    assert Call.objects.get(pk=draft.pk).revision == 0


def test_rows_changed_by_both_are_merged() -> None:
    def row(key: str, label: str) -> dict[str, Any]:
        return {"id": key, "label": label}

    base = {"rows": [row("1", "a"), row("2", "b"), row("3", "c")]}
    mine = {"rows": [row("1", "moi"), row("2", "b"), row("", "neuve")]}
    theirs = {"rows": [row("3", "c!"), row("1", "lui"), row("4", "d")]}
    merged = services.merge(base, mine, theirs)
    assert [(r["id"], r["label"]) for r in merged.content["rows"]] == [
        ("3", "c!"), ("1", "moi"), ("4", "d"), ("", "neuve"),
    ]  # fmt: skip
    said = {(c.row, c.field, c.after if c.field else bool(c.after)) for c in merged.changes}
    assert said == {("3", "label", "c!"), ("1", "label", "lui"), ("4", "", True), ("2", "", False)}


def test_boxes_ticked_by_both_are_merged() -> None:
    merged = services.merge({"values": ["a", "b"]}, {"values": ["a", "b", "c"]}, {"values": ["a"]})
    assert merged.content == {"values": ["a", "c"]}


# Questions


def test_renaming_a_question_strands_no_answer(year, officer) -> None:
    save(year.call, officer, "questions", {"rows": [question()]})
    (asked,) = selectors.questions_asked(year.call)
    save(year.call, officer, "questions", {"rows": [question(id=asked.key, label="Pour qui ?")]})
    (line,) = selectors.answered_questions(year.call, {"quel-public": "Jeunes"})
    assert (line.question.version, line.answer, line.remark) == (2, "Jeunes", "")
    assert QuestionVersion.objects.filter(question__key=asked.key).count() == 2


def test_moving_a_question_writes_no_version(year, officer) -> None:
    rows = [question(), question(label="Où ?", kind="short", choices=[])]
    save(year.call, officer, "questions", {"rows": rows})
    rows = [question(id="ou", label="Où ?", kind="short", choices=[]), question(id="quel-public")]
    save(year.call, officer, "questions", {"rows": rows})
    assert [q.key for q in selectors.questions_asked(year.call)] == ["ou", "quel-public"]
    assert QuestionVersion.objects.count() == 2


def test_a_removed_question_is_retired_and_its_key_is_not_taken_again(year, officer) -> None:
    save(year.call, officer, "questions", {"rows": [question()]})
    save(year.call, officer, "questions", {"rows": []})
    assert Question.objects.get().retired
    (line,) = selectors.answered_questions(year.call, {"quel-public": "Jeunes"})
    assert line.retired and line.answer == "Jeunes"
    save(year.call, officer, "questions", {"rows": [question()]})
    assert [q.key for q in selectors.questions_asked(year.call)] == ["quel-public-2"]


def test_consequences_on_drafts_are_told_before_anything_is_written(office, year, officer) -> None:
    save(year.call, officer, "questions", {"rows": [question()]})
    answered(year, year.call, "quel-public", "Jeunes", "Jeunes", "Tous")
    year.call.refresh_from_db()
    sent = {"revision": year.call.revision, "rows": 1, "r0-id": "quel-public",
            "r0-label": "Pour qui ?", "r0-why": "", "r0-kind": "choice",
            "r0-choices": "Tous\nAînés", "r0-required": "on"}  # fmt: skip
    page = text(post(office, year.call, "questions", **sent))
    assert "3 dossiers y ont répondu" in page
    assert "2 dossiers ont choisi « Jeunes », qui n'est plus dans la liste" in page
    assert "devient obligatoire" in page
    assert QuestionVersion.objects.count() == 1
    post(office, year.call, "questions", do="confirm", **sent)
    (line,) = selectors.answered_questions(year.call, {"quel-public": "Jeunes"})
    assert line.answer == "Jeunes" and "n'est plus dans la liste" in line.remark


def test_retiring_or_changing_form_says_what_becomes_of_answers(year, officer) -> None:
    save(year.call, officer, "questions", {"rows": [question()]})
    answered(year, year.call, "quel-public", "Jeunes")
    (told,) = selectors.consequences(year.call, [])
    assert "n'est plus posée" in told and "1 dossier" in told
    (told,) = selectors.consequences(
        year.call, [question(id="quel-public", kind="number", choices=[])]
    )
    assert "change de forme" in told


# Rows by buttons, bad input


def test_rows_are_added_moved_and_removed_without_script(office, draft) -> None:
    sent = {"revision": 0, "rows": 2, "r0-label": "A", "r0-max_points": "x", "r0-weight": "1",
            "r1-label": "B", "r1-max_points": "4", "r1-weight": "1"}  # fmt: skip
    page = text(post(office, draft, "criteria", do="down-0", **sent))
    assert page.index('value="B"') < page.index('value="A"') and 'value="x"' in page
    page = text(post(office, draft, "criteria", do="add", **sent))
    assert 'name="rows" value="3"' in page
    page = text(post(office, draft, "criteria", do="remove-0", **sent))
    assert 'value="A"' not in page and 'value="B"' in page
    assert draft.criteria.count() == 2


def test_funders_are_found_in_the_directory(office, year, draft) -> None:
    landlord = year.organisation("Habitat du Nord", "landlord")
    page = text(post(office, draft, "funders", revision=0, rows=0, do="search", q="habitat"))
    assert f'value="add-{landlord.pk}"' in page
    page = text(post(office, draft, "funders", revision=0, rows=0, do=f"add-{landlord.pk}"))
    assert "Habitat du Nord" in page and 'name="rows" value="1"' in page
    post(office, draft, "funders", revision=0, rows=1,
         **{"r0-id": landlord.pk, "r0-nature": "mainstream"})  # fmt: skip
    assert [line.name for line in selectors.call_funders(draft)] == ["Habitat du Nord"]


@pytest.mark.parametrize(
    ("section", "sent", "told"),
    [
        ("about", {"title": ""}, "Donnez un titre"),
        ("about", {"last_year": "2020"}, "vient avant la première"),
        ("about", {"opens_at": "2027-02-01T08:00", "closes_at": "2027-01-01T08:00"},
         "La clôture vient avant l'ouverture"),
        ("about", {"closes_at": "bientôt"}, "Écrivez la date et l'heure"),
        ("about", {"closes_at": "2027-03-28T02:30"}, "Europe/Paris"),
        ("criteria", {"rows": 300} | {f"r{n}-label": "x" for n in range(300)}, "300"),
        ("questions", {"rows": 1, "r0-label": "Q", "r0-kind": "choice", "r0-choices": "seul"},
         "de 2 à 30 choix"),
        ("criteria", {"rows": 1, "r0-label": "", "r0-max_points": "0", "r0-weight": "1"},
         "errorlist"),
    ],
)  # fmt: skip
def test_bad_input_is_told_and_nothing_is_written(office, draft, section, sent, told) -> None:
    base = {"revision": 0, "title": "T", "kind": "annual", "summary": "", "first_year": "2027",
            "last_year": "2027", "opens_at": "", "closes_at": ""}  # fmt: skip
    page = text(
        post(office, draft, section, **(base if section == "about" else {"revision": 0}) | sent)
    )
    assert told in page
    draft.refresh_from_db()
    assert draft.revision == 0


def test_a_scored_criterion_stays(year, officer) -> None:
    criterion = year.call.criteria.first()
    Score.objects.create(
        application=year.submitted(), criterion=criterion, person=officer, points=3,
        given_at=timezone.now(),
    )  # fmt: skip
    with pytest.raises(services.BadCall, match="ne peut plus être retiré"):
        save(year.call, officer, "criteria", {"rows": []})
    rows = services.content_of(year.call)["criteria"]["rows"]
    with pytest.raises(services.BadCall, match="3 points"):
        save(year.call, officer, "criteria", {"rows": [rows[0] | {"max_points": 2}, rows[1]]})
    save(year.call, officer, "criteria", {"rows": [rows[1], rows[0]]})
    assert [str(c.pk) for c in year.call.criteria.all()] == [rows[1]["id"], rows[0]["id"]]


# Life, rights, costs


def test_a_call_goes_back_to_draft_only_before_the_first_file(year, officer) -> None:
    services.withdraw_call(actor=officer, call_id=year.call.pk)
    Call.objects.filter(pk=year.call.pk).update(summary="Utile.")
    services.publish_call(actor=officer, call_id=year.call.pk)
    year.draft()
    with pytest.raises(services.BadCall, match="déjà commencés"):
        services.withdraw_call(actor=officer, call_id=year.call.pk)
    services.archive_call(actor=officer, call_id=year.call.pk)
    with pytest.raises(services.BadCall, match="archivé"):
        save(year.call, officer, "holders", {"values": ["association"]})
    with pytest.raises(services.BadCall, match="n'est plus possible"):
        services.withdraw_call(actor=officer, call_id=year.make_call(state="draft").pk)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"closes_at": None}, "date de clôture"),
        ({"opens_at": None, "closes_at": datetime(2020, 1, 1, tzinfo=UTC)}, "déjà passée"),
        ({"summary": ""}, "phrases simples"),
        ({"kind": "multi_year"}, "deux années"),
        ({"last_year": 2028}, "une seule année"),
    ],
)
def test_what_is_missing_is_said(year, officer, draft, change, told) -> None:
    Call.objects.filter(pk=draft.pk).update(**change)
    with pytest.raises(services.BadCall, match=told):
        services.publish_call(actor=officer, call_id=draft.pk)


def test_publishing_something_else_than_what_was_read_is_refused(year, officer, draft) -> None:
    save(draft, officer, "about", about(draft, title="Autre"))
    with pytest.raises(services.BadCall, match="relisez-le"):
        services.publish_call(actor=officer, call_id=draft.pk, revision=0)


@pytest.mark.parametrize("role", ["", "partner", "holder", "elected", "officer"])
def test_nobody_else_builds(client, year, draft, role: str) -> None:
    person = year.mandated("x", role, contract="CV999") if role else year.person("x")
    client.force_login(person)
    for where in ("", "about/", "apercu/", "attentes/"):
        assert client.get(f"/gestion/appels/{draft.code}/{where}").status_code == 403
    with pytest.raises(Refused):
        save(draft, person, "holders", {"values": []})
    for act in (services.publish_call, services.withdraw_call, services.copy_call):
        with pytest.raises(Refused):
            act(actor=person, call_id=draft.pk)


def test_officers_see_their_contracts_calls_for_few_queries(
    office, client, year, draft, django_assert_max_num_queries
) -> None:
    for _ in range(10):
        year.make_call()
    with django_assert_max_num_queries(12):
        assert draft.code in text(office.get("/gestion/appels/"))
    client.force_login(year.mandated("autre", "officer", contract="CV999"))
    assert draft.code not in text(client.get("/gestion/appels/"))


def test_the_preview_shows_the_questions_as_they_will_be_asked(office, officer, draft) -> None:
    save(draft, officer, "questions", {"rows": [question(why="Pour équilibrer.")]})
    page = text(office.get(f"/gestion/appels/{draft.code}/apercu/"))
    assert "Aperçu" in page and 'value="Jeunes"' in page and "Pour équilibrer." in page


def test_line_ends_of_a_browser_are_no_change(office, draft, officer) -> None:
    Call.objects.filter(pk=draft.pk).update(summary="Une ligne.\nUne autre.")
    Call.objects.filter(pk=draft.pk).update(
        opens_at=draft.opens_at.replace(microsecond=0),
        closes_at=draft.closes_at.replace(microsecond=0),
    )
    draft.refresh_from_db()
    typed = AboutForm.typed(about(draft)) | {"summary": "Une ligne.\r\nUne autre."}
    page = text(office.post(f"/gestion/appels/{draft.code}/about/", typed | {"revision": 0},
                            follow=True))  # fmt: skip
    assert "Rien n'avait changé" in page
    assert Call.objects.get(pk=draft.pk).summary == "Une ligne.\nUne autre."


def test_rows_of_a_conflict_are_called_by_their_words(office, year, draft) -> None:
    rows = services.content_of(draft)["criteria"]["rows"]
    theirs = [rows[0] | {"weight": 3, "why": "Le collègue"}, rows[1]]
    save(draft, year.mandated("collegue", "officer"), "criteria", {"rows": theirs})
    sent = {"revision": 0, "rows": 2}
    for n, row in enumerate(rows):
        sent |= {f"r{n}-{name}": value for name, value in row.items()}
    page = text(post(office, draft, "criteria", **sent | {"r0-why": "Moi"}))
    assert "Poids (ligne « Utilité pour le quartier »)</strong> : « 1 » → « 3 »" in page
    assert "Le formulaire garde vos mots : « Moi »" in page
    assert 'name="r0-weight" value="3"' in page


def test_an_application_cannot_start_under_a_call_taken_back(year, officer) -> None:
    stale = Call.objects.get(pk=year.call.pk)
    services.withdraw_call(actor=officer, call_id=year.call.pk)
    with pytest.raises(Refused):
        start_application(
            actor=year.person("benevole"), call=stale, lead_id=year.organisation("Asso").pk
        )
