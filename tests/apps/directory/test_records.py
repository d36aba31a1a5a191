"""Keeping records: who may, what is refused and how, still true, contacts, merging."""

from datetime import timedelta

import pytest
from django.core import signing
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.apps.directory.conftest import person

from faire_ensemble.apps.directory.models import Apart, Contact, Merge, Organisation, Place, Service
from faire_ensemble.apps.directory.selectors import directory_waits
from faire_ensemble.apps.directory.selectors.finding import Asked, find
from faire_ensemble.apps.directory.selectors.records import duplicates
from faire_ensemble.apps.directory.selectors.records.duplicates import duplicate_pairs
from faire_ensemble.apps.directory.services import (
    BadRecord,
    RecordContent,
    add_contact,
    close_service,
    confirm_service,
    fold,
    merge_services,
    remind_owners,
    save_service,
    undo_merge,
    withdraw_contact,
)
from faire_ensemble.apps.directory.services.records import checking, contacts
from faire_ensemble.core.opening import write_week
from faire_ensemble.kit.models import AuditEntry
from faire_ensemble.kit.verdicts import Refused

CONTENT = RecordContent(name="Aide", kinds=["food"], commune_name="Rivebourg")


def entered(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_holder_keeps_the_records_of_their_organisation_only(
    holder, association, write, officer
) -> None:
    mine = write("Ici", organisation=association, actor=holder)
    other = write("Ailleurs")
    assert mine.owner == holder
    with pytest.raises(Refused, match="Seuls l'organisation"):
        save_service(actor=holder, content=CONTENT, organisation_id=None, service_id=other.pk)
    with pytest.raises(Refused, match="Choisissez une organisation"):
        save_service(actor=holder, content=CONTENT, organisation_id=None)
    stranger = person("passante")
    with pytest.raises(Refused):
        confirm_service(actor=stranger, service_id=mine.pk)
    with pytest.raises(Refused):
        save_service(actor=None, content=CONTENT, organisation_id=association.pk)
    save_service(actor=officer, content=CONTENT, organisation_id=None, service_id=mine.pk)


def test_a_name_that_two_organisations_bear_gives_no_right(db, town) -> None:
    for siret in ("21590350100017", "21590599900019"):
        Organisation.objects.create(name="Homonyme", name_key=fold("Homonyme"), siret=siret)
    with pytest.raises(Refused):
        save_service(
            actor=person("h", "holder", "Homonyme"),
            content=CONTENT,
            organisation_id=Organisation.objects.earliest("pk").pk,
        )


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"hours": "lundi : 14h-9h"}, "hours", "la fermeture est avant l'ouverture"),
        ({"changes": "un jour : fermé"}, "changes", "il faut une date"),
        ({"name": " "}, "name", "Donnez un nom"),
        ({"kinds": []}, "kinds", "Cochez au moins"),
        ({"kinds": ["magic"]}, "kinds", "Choix inconnu"),
        ({"lat": None}, "lon", "Donnez la longitude et la latitude"),
        ({"commune_name": "", "address": ""}, "commune_name", "Dites où aller"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(write, said, field, words) -> None:
    with pytest.raises(BadRecord, match=words) as bad:
        write(**said)
    assert bad.value.field == field
    assert not Service.objects.exists() and not Place.objects.exists()


def test_a_night_is_kept_as_typed(write) -> None:
    assert write_week(write(hours="vendredi : 22h-2h").week) == "vendredi : 22h-2h"


def test_an_act_leaves_its_trace_with_the_fields_changed(write, officer) -> None:
    made = write()
    content = RecordContent(name="Cours de français", kinds=["reading"], commune_name="Rivebourg",
                            phone="03 53 01 00 00")  # fmt: skip
    save_service(actor=officer, content=content, organisation_id=None, service_id=made.pk)
    entry = AuditEntry.objects.order_by("-sequence")[0]
    assert entry.subject == f"fiche:{made.pk}" and "phone" in entry.detail["champs"]


def test_changing_the_address_of_one_record_moves_no_other(write, officer) -> None:
    one = write("Un")
    two = write("Deux")
    Service.objects.filter(pk=two.pk).update(place=one.place)
    content = RecordContent(name="Deux", kinds=["food"], commune_name="Valbois", address="2 quai")
    save_service(actor=officer, content=content, organisation_id=None, service_id=two.pk)
    one.refresh_from_db()
    assert one.place.address == "3 rue des Lilas"
    assert Service.objects.get(pk=two.pk).place.address == "2 quai"


def test_a_reminder_is_sent_once_and_its_button_confirms(
    write, holder, association, django_capture_on_commit_callbacks, monkeypatch
) -> None:
    sent = []
    monkeypatch.setattr(checking.mail, "send", lambda to, subject, text: sent.append((to, text)))
    made = write(organisation=association, actor=holder)
    assert remind_owners() == 0
    Service.objects.update(checked_on=timezone.localdate() - timedelta(days=181))
    assert remind_owners() == 1 and remind_owners() == 0
    (to, text) = sent[0]
    assert to == holder.email
    path = "/aide/verifier/" + text.split("/aide/verifier/")[1].split()[0]
    client = Client()
    page = client.get(path).content.decode()
    assert "Toujours vrai" in page and "à vérifier" not in page
    made.refresh_from_db()
    assert made.checked_on < timezone.localdate()  # opening the link changes nothing
    assert "Merci" in client.post(path).content.decode()
    made.refresh_from_db()
    assert made.checked_on == timezone.localdate()
    assert client.get("/aide/verifier/faux/").status_code == 404


def test_a_record_without_an_owner_reminds_the_holders(write, holder, association, monkeypatch):
    sent = []
    monkeypatch.setattr(checking.mail, "send", lambda to, subject, text: sent.append(to))
    write(organisation=association)
    Service.objects.update(checked_on=None, owner=None)
    remind_owners()
    assert sent == [holder.email]


def test_a_contact_needs_consent_dated_in_the_past(write, officer) -> None:
    made = write()
    given = {"actor": officer, "service_id": made.pk, "name": "Zoé Martin"}
    with pytest.raises(BadRecord, match="accord"):
        add_contact(**given, consent=" ", consented_on=timezone.localdate())
    with pytest.raises(BadRecord, match="avenir"):
        add_contact(**given, consent="écrit",
                    consented_on=timezone.localdate() + timedelta(days=1))  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.create(service=made, name="Zoé", consented_on=timezone.localdate())


def test_a_withdrawn_contact_is_nowhere(write, officer, monkeypatch) -> None:
    """Page, search, exports, booklet, trail and row: the person is gone from all."""
    sent = []
    monkeypatch.setattr(contacts.mail, "send", lambda to, subject, text: sent.append(text))
    made = write()
    added = add_contact(
        actor=officer, service_id=made.pk, name="Zoé Quelquun", role="accueil",
        phone="06 39 98 00 01", email="zoe@example.org", consent="écrit",
        consented_on=timezone.localdate(),
    )  # fmt: skip
    client = Client()
    page = reverse("directory:service", args=[made.pk])
    assert "Zoé Quelquun" in client.get(page).content.decode()
    path = "/aide/retirer-mon-nom/" + sent[0].split("/aide/retirer-mon-nom/")[1].split()[0]
    assert "Effacer mon nom" in client.get(path).content.decode()
    assert Contact.objects.get().name  # opening changes nothing
    assert "C&#39;est fait" in client.post(path).content.decode()
    shown = [
        client.get(page).content,
        client.get("/aide/?q=Quelquun").content.split(b"<main")[1].split(b'role="status"')[1],
        client.get("/aide/fiches.geojson").content,
        b"".join(client.get("/aide/fiches.csv").streaming_content),
        str(list(AuditEntry.objects.values_list("detail", "subject"))).encode(),
        str(Contact.objects.values().get()).encode(),
    ]
    for text in shown[:1] + shown[2:]:
        for trace in ("Quelquun", "0639980001", "06 39 98", "zoe@"):
            assert trace not in text.decode()
    assert b"Aucune r" in shown[1]
    assert Contact.objects.get(pk=added.pk).withdrawn_at is not None
    assert client.get(path).status_code == 404


def test_whoever_keeps_a_record_may_erase_its_contact(write, officer, holder) -> None:
    made = write()
    added = add_contact(actor=officer, service_id=made.pk, name="Zoé", consent="écrit",
                        consented_on=timezone.localdate())  # fmt: skip
    with pytest.raises(Refused):
        withdraw_contact(actor=holder, contact_id=added.pk)
    withdraw_contact(actor=officer, contact_id=added.pk)
    assert Contact.objects.get().name == ""


@pytest.fixture
def twins(write, officer):
    one = write("Épicerie solidaire des Lilas", kinds=["food"], phone="03 53 01 00 00")
    two = write("Epicerie solidaire Les Lilas", kinds=["food", "money"], hours="lundi : 9h-12h",
                phone="03 53 01 00 00")  # fmt: skip
    write("Chorale", kinds=["leisure"], phone="03 53 01 00 00", address="9 rue Neuve")
    add_contact(actor=officer, service_id=two.pk, name="Zoé", consent="écrit",
                consented_on=timezone.localdate())  # fmt: skip
    return one, two


def test_twins_are_found_with_the_reason(twins, write) -> None:
    write("Épicerie solidaire des Lilas", kinds=["food"], lon=3.08, lat=50.08)  # another address
    for name in ("Au loin", "Au loin"):  # in a commune that is not open here
        Service.objects.create(
            name=name, kinds=["food"], phone="03 53 01 00 00",
            place=Place.objects.create(name="Loin", address="1 rue Haute", commune_code="56001"),
        )  # fmt: skip
    (pair,) = duplicate_pairs()
    assert {pair.one.id, pair.other.id} == {each.pk for each in twins}
    assert "téléphone" in pair.reason


def test_merging_completes_redirects_and_is_undone(twins, officer, holder) -> None:
    one, two = twins
    with pytest.raises(Refused):
        merge_services(actor=holder, kept_id=one.pk, absorbed_id=two.pk)
    merge = merge_services(actor=officer, kept_id=one.pk, absorbed_id=two.pk)
    kept = Service.objects.get(pk=one.pk)
    assert kept.kinds == ["food", "money"] and kept.hours and kept.name == one.name
    assert kept.contacts.count() == 1
    answer = Client().get(reverse("directory:service", args=[two.pk]))
    assert answer.status_code == 302 and answer.url == reverse("directory:service", args=[one.pk])
    assert [hit.service_id for hit in find(Asked(text="epicerie")).hits] == [one.pk]
    with pytest.raises(Refused, match="réunie avec une autre"):
        save_service(actor=officer, content=CONTENT, organisation_id=None, service_id=two.pk)
    with pytest.raises(BadRecord):
        merge_services(actor=officer, kept_id=one.pk, absorbed_id=two.pk)
    undo_merge(actor=officer, merge_id=merge.pk)
    kept.refresh_from_db()
    assert kept.kinds == ["food"] and kept.hours == []
    assert Service.objects.get(pk=two.pk).contacts.count() == 1
    assert len(find(Asked(text="epicerie")).hits) == 2
    with pytest.raises(BadRecord, match="déjà défaite"):
        undo_merge(actor=officer, merge_id=merge.pk)
    assert Merge.objects.get().undone_at is not None


def test_undoing_keeps_what_was_changed_by_hand_since(twins, officer) -> None:
    one, two = twins
    merge = merge_services(actor=officer, kept_id=one.pk, absorbed_id=two.pk)
    Service.objects.filter(pk=one.pk).update(hours=[[[600, 660]], [], [], [], [], [], []])
    undo_merge(actor=officer, merge_id=merge.pk)
    assert write_week(Service.objects.get(pk=one.pk).week) == "lundi : 10h-11h"


def test_among_many_the_worker_counts_and_pages_say_the_last_count(twins, monkeypatch) -> None:
    monkeypatch.setattr(duplicates, "AT_ONCE", 1)
    assert duplicates.duplicates_count() == 0  # nobody has counted yet
    assert duplicates.count_duplicates() == 1 and duplicates.count_duplicates() == 0
    assert duplicates.duplicates_count() == 1
    one, two = twins
    close_service(actor=one.owner, service_id=two.pk)
    assert duplicates.duplicates_count() == 1  # the last count known
    assert duplicates.count_duplicates() == 1
    assert duplicates.duplicates_count() == 0


def test_two_that_are_two_are_not_shown_again_until_asked(twins, officer, holder) -> None:
    one, two = twins
    client, page = entered(officer), reverse("directory:duplicates")
    assert directory_waits(officer) == []  # nobody has counted yet: the first page does not
    assert "1 doublon possible" in client.get(reverse("directory:records")).text
    (line,) = directory_waits(officer)
    assert line.words.startswith("1 doublon possible") and line.page == "directory:duplicates"
    assert directory_waits(holder) == []
    sent = {"one": two.pk, "other": one.pk}
    assert entered(holder).post(reverse("directory:keep_apart"), sent).status_code == 403
    client.post(reverse("directory:keep_apart"), sent, follow=True)
    client.post(reverse("directory:keep_apart"), sent, follow=True)  # a second click
    assert duplicate_pairs() == () and Apart.objects.count() == 1
    assert "doublon possible" not in client.get(reverse("directory:records")).text
    assert "Comparer de nouveau" in client.get(page).text
    assert (
        "n&#39;existe pas"
        in client.post(
            reverse("directory:keep_apart"), {"one": one.pk, "other": 999999}, follow=True
        ).text
    )
    client.post(reverse("directory:compare_again", args=[Apart.objects.get().pk]))
    assert len(duplicate_pairs()) == 1
    merge = merge_services(actor=officer, kept_id=one.pk, absorbed_id=two.pk)
    undo_merge(actor=officer, merge_id=merge.pk)
    assert duplicate_pairs() == ()  # who takes them apart says that they are two


def test_a_record_cannot_be_merged_into_itself(write, officer) -> None:
    made = write()
    with pytest.raises(BadRecord, match="deux fiches différentes"):
        merge_services(actor=officer, kept_id=made.pk, absorbed_id=made.pk)


def test_the_form_keeps_what_was_typed_and_says_the_fault(write, officer) -> None:
    made = write(hours="lundi : 9h-12h")
    client = entered(officer)
    path = reverse("directory:edit_record", args=[made.pk])
    assert "lundi : 9h-12h" in client.get(path).content.decode()
    sent = {"name": "Nouveau nom", "kinds": ["reading"], "commune_name": "Rivebourg",
            "hours": "lundi : 9h-25h"}  # fmt: skip
    page = client.post(path, sent).content.decode()
    assert "n&#x27;est pas une heure" in page and "lundi : 9h-25h" in page
    sent["hours"] = "mardi au jeudi : 9h-12h"
    assert client.post(path, sent).status_code == 302
    made.refresh_from_db()
    assert (made.name, write_week(made.week)) == ("Nouveau nom", "mardi au jeudi : 9h-12h")


def test_a_forged_link_confirms_nothing(write) -> None:
    made = write()
    Service.objects.update(checked_on=None)
    for token in (signing.dumps(made.pk, salt="autre"), "x:y:z"):
        assert Client().post(f"/aide/verifier/{token}/").status_code == 404
    assert Service.objects.get().checked_on is None


def test_pages_of_work_are_guarded(write, holder) -> None:
    made = write()
    for name, args in (("records", []), ("new_record", []), ("duplicates", []),
                       ("edit_record", [made.pk]), ("contacts", [made.pk])):  # fmt: skip
        path = reverse(f"directory:{name}", args=args)
        assert Client().get(path).status_code == 302
        assert entered(person(f"p-{name}")).get(path).status_code == 403
    assert entered(holder).get(reverse("directory:duplicates")).status_code == 403
    assert entered(holder).get(reverse("directory:records")).status_code == 200
