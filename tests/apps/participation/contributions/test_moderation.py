"""Moderation: with a reason, in bulk, told to authors; and nothing unread ever leaks."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from pypdf import PdfReader
from tests.apps.participation.words import Room

from faire_ensemble.apps.participation.models import (
    Comment,
    Contribution,
    Moderation,
    Telling,
)
from faire_ensemble.apps.participation.services import contributions as services
from faire_ensemble.apps.participation.services.answers import Promise, answer
from faire_ensemble.apps.participation.services.faults import BadInput
from faire_ensemble.apps.participation.urls import urlpatterns
from faire_ensemble.kit.verdicts import Refused

SECRET = "ornithorynque"
HIDDEN = ("unconfirmed", "waiting", "rejected", "withdrawn")


def comment(room: Room, row: Contribution, body: str = "Bonne idée", **options: Any) -> Comment:
    return services.add_comment(
        contributor_id=room.contributor().pk, contribution_id=row.pk, body=body, **options
    )


def test_many_at_once_and_each_author_told_once(room: Room):
    rows = [room.write(f"Idée {rank}") for rank in range(5)]
    said = comment(room, room.published())
    assert room.moderate("publish", *rows, said) == 6
    assert room.moderate("publish", *rows, said) == 0
    assert Moderation.objects.count() == 7 and Telling.objects.count() == 7
    assert set(Contribution.objects.values_list("state", flat=True)) == {"published"}
    said.refresh_from_db()
    assert said.state == "published"


def test_a_refusal_needs_a_reason_and_gives_it(room: Room):
    row = room.write()
    with pytest.raises(BadInput, match="Dites pourquoi"):
        room.moderate("reject", row)
    room.moderate("reject", row, reason="personal", words="Enlevez le nom du voisin.")
    text = Telling.objects.get().text
    assert "données personnelles" in text and "Enlevez le nom du voisin." in text


def test_only_officers_moderate(room: Room):
    row = room.write()
    person = room.account("passant")
    client = Client()
    client.force_login(person)
    code = room.process.code
    for name in ("moderation", "process_codes"):
        address = reverse(f"participation:{name}", args=[code])
        assert client.get(address).status_code == 403
        assert Client().get(address).status_code == 302
    room.officer = person
    with pytest.raises(Refused):
        room.moderate("publish", row)
    row.refresh_from_db()
    assert row.state == "waiting"


def test_the_queue_page_publishes_what_is_ticked(room: Room):
    rows = [room.write(f"Idée {rank}") for rank in range(3)]
    client = Client()
    client.force_login(room.officer)
    address = reverse("participation:moderation", args=[room.process.code])
    page = client.get(address).content.decode()
    assert all(f"Idée {rank}" in page for rank in range(3))
    ticked = {"contribution": [rows[0].pk, rows[1].pk], "acte": "publish"}
    assert client.post(address, ticked).status_code == 302
    states = list(Contribution.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["published", "published", "waiting"]
    refused = client.post(address, {"contribution": rows[2].pk, "acte": "reject"})
    assert "choisissez un motif" in refused.content.decode()


def hide(room: Room, state: str) -> tuple[Contribution, Contribution]:
    """A contribution, and one with a comment, that hold the secret and are not public."""
    title, body = f"Titre {SECRET}", f"Texte {SECRET}"
    author = room.contributor(f"{SECRET}.{state}")
    author.name = SECRET
    author.save()
    shown = room.published("Des bancs au parc", author=room.contributor())
    said = comment(room, shown, f"Commentaire {SECRET}")
    if state == "unconfirmed":
        fresh = services.contributor_of_address(room.process, f"{SECRET}@exemple.org")
        row = services.propose(
            contributor_id=fresh.pk, draft={"title": title, "body": body}, proved=False
        )
        Comment.objects.filter(pk=said.pk).update(state="unconfirmed")
        return row, shown
    row = room.write(title, body=body, author=author, category="Jeunesse",
                     longitude=3.0587, latitude=50.6366)  # fmt: skip
    if state == "waiting":
        return row, shown
    room.moderate("publish", row, said)
    answer(
        actor=room.officer, process=room.process, contribution_ids=[row.pk],
        verdict="accepted", body=f"Réponse {SECRET}", promises=[Promise(f"Promesse {SECRET}")],
    )  # fmt: skip
    if state == "rejected":
        room.moderate("reject", row, said, reason="offensive", words=SECRET)
    else:
        services.withdraw_contribution(contributor_id=author.pk, contribution_id=row.pk)
        services.withdraw_comment(contributor_id=said.contributor_id, comment_id=said.pk)
    return row, shown


def public_addresses(room: Room, row: Contribution, shown: Contribution) -> list[str]:
    """Every address of participation that needs no secret and no account, and those of search."""
    found = []
    for pattern in urlpatterns:
        name = f"participation:{pattern.name}"
        if str(pattern.pattern).startswith("gestion/"):
            continue
        wanted = set(pattern.pattern.converters)
        for number in (row.number, shown.number) if "number" in wanted else (0,):
            known = {"code": room.process.code, "number": number, "comment_id": 1}
            if wanted <= set(known):
                found.append(reverse(name, kwargs={each: known[each] for each in wanted}))
    base = reverse("participation:contributions", args=[room.process.code])
    close = reverse("participation:similar_json", args=[room.process.code])
    found += [
        f"{base}?q={SECRET[:-1]}", f"{base}?theme=Jeunesse", f"{base}?ordre=soutenues",
        f"{base}?reponse=given", f"{close}?titre=Titre {SECRET}&texte=Texte {SECRET}",
        f"/recherche/?q={SECRET[:-1]}", "/", "/participer/suites/?etat=promised",
    ]  # fmt: skip
    return found


def words_of(reply: Any, body: bytes) -> str:
    """What a person can read in an answer, posters included."""
    if reply.headers.get("Content-Type") != "application/pdf":
        return body.decode()
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages)


@pytest.mark.parametrize("state", HIDDEN)
def test_nothing_unread_refused_or_withdrawn_leaks(room: Room, state: str):
    row, shown = hide(room, state)
    row.refresh_from_db()
    assert row.state == state
    addresses = public_addresses(room, row, shown)
    assert len(addresses) > 18 and get_resolver()
    stranger = Client()
    stranger.force_login(room.account("etrangere"))
    for client in (Client(), stranger):
        for address in addresses:
            reply = client.get(address)
            body = b"".join(reply) if reply.streaming else reply.content
            text = words_of(reply, body).replace(SECRET[:-1] + '"', "")
            assert SECRET not in text, (state, address)
    page = Client().get(reverse("participation:contributions", args=[room.process.code]))
    assert "1 contribution<" in page.content.decode()


def test_addresses_never_leave_even_for_what_is_public(room: Room):
    author = room.contributor(SECRET)
    row = room.published("Un composteur", author=author)
    for name in ("contributions", "contributions_csv", "contributions_geojson"):
        reply = Client().get(reverse(f"participation:{name}", args=[room.process.code]))
        body = b"".join(reply) if reply.streaming else reply.content
        assert SECRET not in body.decode()
    page = Client().get(reverse("participation:contribution", args=[room.process.code, row.number]))
    assert SECRET not in page.content.decode()


def test_the_open_data_cannot_run_as_a_formula(room: Room):
    room.published('=HYPERLINK("http://x")', body="@SUM(1)")
    reply = Client().get(reverse("participation:contributions_csv", args=[room.process.code]))
    text = b"".join(reply).decode()
    assert "'=HYPERLINK" in text and "'@SUM" in text


def test_a_script_is_shown_as_a_text(room: Room):
    row = room.published("<b>gras</b>")
    said = comment(room, row, "<script>alert('non')</script>")
    room.moderate("publish", said)
    page = Client().get(reverse("participation:contribution", args=[room.process.code, row.number]))
    text = page.content.decode()
    assert "&lt;script&gt;alert(" in text and "<script>alert" not in text
    assert "&lt;b&gt;gras" in text and "<b>gras" not in text


def test_a_refused_comment_leaves_its_answers_under_a_line(room: Room):
    row = room.published()
    first = comment(room, row, f"Premier {SECRET}")
    room.moderate("publish", first)
    second = comment(room, row, "Réponse polie", parent_id=first.pk)
    room.moderate("publish", second)
    room.moderate("reject", first, reason="offensive")
    page = (
        Client()
        .get(reverse("participation:contribution", args=[room.process.code, row.number]))
        .content.decode()
    )
    assert SECRET not in page and "n&#39;est pas public" in page and "Réponse polie" in page
    with pytest.raises(BadInput, match="n'est plus public"):
        comment(room, row, "Trop tard", parent_id=first.pk)


@pytest.mark.parametrize(
    ("body", "sentence"), [("  ", "Écrivez"), ("x" * 2001, "raccourcissez-le")]
)
def test_comments_that_cannot_be_sent_say_why(room: Room, body: str, sentence: str):
    with pytest.raises(BadInput, match=sentence):
        comment(room, room.published(), body)
