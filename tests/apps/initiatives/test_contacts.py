"""Two carriers put in touch: told once, addresses kept until both say yes, stopped for good."""

import pytest
from django.db import IntegrityError, transaction
from django_tasks_db.models import DBTaskResult
from tests.apps.initiatives.words import SITE, Place

from faire_ensemble.apps.accounts.models import User
from faire_ensemble.apps.accounts.services.erasure import erase_person
from faire_ensemble.apps.initiatives.models import Initiative, Message, Thread
from faire_ensemble.apps.initiatives.services import contacts
from faire_ensemble.apps.initiatives.services.faults import BadInput
from faire_ensemble.kit.models import AuditEntry
from faire_ensemble.kit.verdicts import Refused

HELLO = "Bonjour, pouvons-nous en parler ?"


def mails() -> list[tuple[str, str, str]]:
    """(to, subject, text) of the mails queued."""
    rows = DBTaskResult.objects.order_by("enqueued_at").values_list("args_kwargs", flat=True)
    return [tuple(row["args"][:3]) for row in rows]


def touched(place: Place) -> Thread:
    row = place.published()
    copy = place.copied(row)
    return contacts.put_in_touch(
        actor=copy.carrier, initiative_id=row.pk, body=HELLO, site=SITE, copy_id=copy.pk
    )


def test_the_carrier_gets_a_mail_that_hides_who_writes(place: Place):
    thread = touched(place)
    [(to, subject, text)] = mails()
    assert to == thread.carrier.email and "Jardin partagé" in subject
    assert HELLO in text and "commence la même chose" in text
    assert f"{SITE}/initiatives/echanges/{thread.pk}/" in text
    assert thread.asker.email not in text + subject
    assert thread.copy is not None and thread.copy.copied_from == thread.initiative


def test_asked_twice_it_is_one_exchange_and_one_introduction(place: Place):
    thread = touched(place)
    again = contacts.put_in_touch(
        actor=thread.asker, initiative_id=thread.initiative_id, body=HELLO, site=SITE
    )
    assert again.pk == thread.pk and len(mails()) == 1 and Message.objects.count() == 1
    contacts.put_in_touch(
        actor=thread.asker, initiative_id=thread.initiative_id, body="Encore moi.", site=SITE
    )
    assert sum("commence la même chose" in text for _to, _subject, text in mails()) == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Thread.objects.create(
            initiative=thread.initiative, asker=thread.asker, carrier=thread.carrier,
            made_at=thread.made_at,
        )  # fmt: skip


def test_no_address_until_both_said_yes(place: Place):
    thread = touched(place)
    asker, carrier = thread.asker, thread.carrier
    contacts.write_message(actor=carrier, thread_id=thread.pk, body="Avec plaisir.")
    contacts.agree(actor=asker, thread_id=thread.pk)
    path = f"/initiatives/echanges/{thread.pk}/"
    for reader, other in ((asker, carrier), (carrier, asker)):
        assert other.email not in place.client(reader).get(path).content.decode()
    for to, subject, text in mails():
        for person in (asker, carrier):
            assert to == person.email or person.email not in subject + text
    contacts.agree(actor=carrier, thread_id=thread.pk)
    for reader, other in ((asker, carrier), (carrier, asker)):
        assert other.email in place.client(reader).get(path).content.decode()
    told = [(to, text) for to, _subject, text in mails() if "tous les deux accepté" in text]
    assert sorted(to for to, _text in told) == sorted([asker.email, carrier.email])
    contacts.agree(actor=carrier, thread_id=thread.pk)
    assert len([text for _to, _s, text in mails() if "tous les deux accepté" in text]) == 2
    contacts.stop_thread(actor=carrier, thread_id=thread.pk)
    assert carrier.email not in place.client(asker).get(path).content.decode()


def test_somebody_without_a_name_is_not_shown_by_their_address(place: Place):
    thread = touched(place)
    User.objects.update(first_name="", last_name="")
    page = place.client(thread.carrier).get(f"/initiatives/echanges/{thread.pk}/")
    mine = place.client(thread.carrier).get("/initiatives/les-miennes/")
    for answer in (page, mine):
        assert thread.asker.email not in answer.content.decode()
        assert "sans nom affiché" in answer.content.decode()


def test_either_stops_it_and_nobody_is_mailed_again(place: Place):
    thread = touched(place)
    contacts.stop_thread(actor=thread.carrier, thread_id=thread.pk)
    before = len(mails())
    with pytest.raises(Refused, match="a été arrêté"):
        contacts.write_message(actor=thread.asker, thread_id=thread.pk, body="Et alors ?")
    with pytest.raises(Refused, match="a été arrêté"):
        contacts.put_in_touch(
            actor=thread.asker, initiative_id=thread.initiative_id, body="Et ?", site=SITE
        )
    with pytest.raises(Refused, match="a été arrêté"):
        contacts.agree(actor=thread.asker, thread_id=thread.pk)
    assert len(mails()) == before


def test_nobody_else_reads_it(place: Place):
    thread = touched(place)
    path = f"/initiatives/echanges/{thread.pk}/"
    for person, status in (
        (None, 302), (place.person("passant"), 403), (place.officer, 403),
        (thread.asker, 200), (thread.carrier, 200),
    ):  # fmt: skip
        for method in ("get", "post"):
            for where in (path, f"{path}faire/"):
                answer = getattr(place.client(person), method)(where, {"body": ""})
                wanted = status
                if status == 200 and (method, where) == ("get", f"{path}faire/"):
                    wanted = 405
                elif status == 200 and method == "post":
                    wanted = 302 if where.endswith("faire/") else 422
                elif status == 403 and (method, where) == ("get", f"{path}faire/"):
                    wanted = 405
                assert answer.status_code == wanted, (person, method, where)
    with pytest.raises(Refused):
        contacts.stop_thread(actor=place.officer, thread_id=thread.pk)


def test_whom_one_cannot_reach(place: Place):
    asker = place.person("bruno")
    row = place.published(contact_open=False)
    with pytest.raises(Refused, match="ne souhaite pas être jointe"):
        contacts.put_in_touch(actor=asker, initiative_id=row.pk, body=HELLO, site=SITE)
    with pytest.raises(Refused, match="votre propre initiative"):
        contacts.put_in_touch(actor=row.carrier, initiative_id=row.pk, body=HELLO, site=SITE)
    Initiative.objects.filter(pk=row.pk).update(carrier=None)
    with pytest.raises(Refused, match="Personne ne tient"):
        contacts.put_in_touch(actor=asker, initiative_id=row.pk, body=HELLO, site=SITE)
    assert mails() == []


@pytest.mark.parametrize(("body", "sentence"), [("  ", "quelques mots"), ("x" * 2001, "2001")])
def test_bad_words(place: Place, body: str, sentence: str):
    row = place.published()
    with pytest.raises(BadInput, match=sentence):
        contacts.put_in_touch(
            actor=place.person("bruno"), initiative_id=row.pk, body=body, site=SITE
        )


def test_nobody_is_flooded(place: Place):
    thread = touched(place)
    for rank in range(contacts.MESSAGES_A_DAY - 1):
        contacts.write_message(actor=thread.asker, thread_id=thread.pk, body=f"Message {rank}")
    with pytest.raises(BadInput, match="revenez demain"):
        contacts.write_message(actor=thread.asker, thread_id=thread.pk, body="Encore un")


def test_the_journal_holds_no_words_and_no_address(place: Place):
    touched(place)
    kept = str(list(AuditEntry.objects.values_list("detail", "subject", "actor")))
    assert HELLO not in kept and "@" not in kept


def test_an_erased_account_takes_its_words_away(place: Place):
    thread = touched(place)
    erase_person(actor=thread.asker, person=thread.asker)
    assert not Thread.objects.exists() and not Message.objects.exists()
    copy = Initiative.objects.get(copied_from__isnull=False)
    assert copy.carrier is None


def test_a_copy_starts_even_when_the_exchange_was_stopped(place: Place):
    thread = touched(place)
    contacts.stop_thread(actor=thread.carrier, thread_id=thread.pk)
    Initiative.objects.filter(copied_from=thread.initiative).delete()
    answer = place.client(thread.asker).post(
        f"/initiatives/{thread.initiative_id}/faire-ici/",
        {"place": "ici", "body": "Encore."},
        follow=True,
    )
    assert answer.status_code == 200 and "a été arrêté" in answer.content.decode()
    assert Initiative.objects.filter(copied_from=thread.initiative).count() == 1


def test_from_the_page_in_one_form(place: Place):
    row = place.published()
    asker = place.person("bruno")
    client = place.client(asker)
    empty = client.post(f"/initiatives/{row.pk}/faire-ici/", {"body": HELLO})
    assert empty.status_code == 422 and "Dites où" in empty.content.decode()
    client.post(f"/initiatives/{row.pk}/faire-ici/", {"place": "rue des Arts", "body": HELLO})
    thread = Thread.objects.get()
    assert thread.copy is not None and thread.copy.place == "rue des Arts"
    assert thread.site == "http://testserver" and len(mails()) == 1
