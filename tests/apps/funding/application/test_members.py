"""The people of a file: invitations bound to proved addresses, rights, the last who submits."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from tests.year_of_a_call import Year

from faire_ensemble.apps.funding.permissions.standing import standing
from faire_ensemble.apps.funding.services import members as acts
from faire_ensemble.kit.verdicts import Refused

pytestmark = pytest.mark.django_db


def invite(year: Year, actor: Any, draft: Any, email: str, right: str = "write") -> Any:
    return acts.invite_member(
        actor=actor, application_id=draft.pk, email=email, right=right,
        organisation_id=draft.lead_id,
    )  # fmt: skip


def test_an_invitation_waits_for_a_proved_address(year: Year):
    awa, bob = year.person("awa"), year.person("bob")
    draft = year.draft(writer=awa)
    invite(year, awa, draft, " Bob@Exemple.org ")
    address = EmailAddress.objects.create(user=bob, email="bob@exemple.org", verified=False)
    assert acts.bind_invitations(person=bob) == 0 and standing(bob, draft).right == ""
    EmailAddress.objects.filter(pk=address.pk).update(verified=True)
    assert acts.bind_invitations(person=bob) == 1
    assert standing(bob, draft).right == "write"
    assert acts.bind_invitations(person=bob) == 0


def test_two_addresses_of_one_person_are_one_member_with_the_stronger_right(year: Year):
    awa, bob = year.person("awa"), year.person("bob")
    draft = year.draft(writer=awa)
    for email, right in (("bob@exemple.org", "read"), ("bob@autre.org", "submit")):
        invite(year, awa, draft, email, right)
        EmailAddress.objects.create(user=bob, email=email, verified=True)
    acts.bind_invitations(person=bob)
    assert draft.members.filter(person=bob).count() == 1
    assert standing(bob, draft).right == "submit"


def test_the_last_person_who_may_submit_stays(year: Year):
    awa, bob = year.person("awa"), year.person("bob")
    draft = year.draft(writer=awa)
    mine = draft.members.get()
    invite(year, awa, draft, "attente@exemple.org", "submit")
    with pytest.raises(acts.MemberRefused):
        acts.remove_member(actor=awa, application_id=draft.pk, member_id=mine.pk)
    with pytest.raises(acts.MemberRefused):
        acts.change_right(actor=awa, application_id=draft.pk, member_id=mine.pk, right="read")
    with pytest.raises(acts.MemberRefused):
        invite(year, awa, draft, awa.email, "write")
    draft.members.create(email=bob.email, person=bob, right="submit", invited_at=draft.created_at)
    acts.remove_member(actor=awa, application_id=draft.pk, member_id=mine.pk)
    assert standing(awa, draft).right == ""


def test_a_writer_invites_nobody_and_a_wrong_address_is_said(year: Year):
    awa, bob = year.person("awa"), year.person("bob")
    draft = year.draft(writer=awa)
    draft.members.create(email=bob.email, person=bob, right="write", invited_at=draft.created_at)
    with pytest.raises(Refused):
        invite(year, bob, draft, "autre@exemple.org")
    with pytest.raises(acts.MemberRefused, match="complète"):
        invite(year, awa, draft, "pas une adresse")


def test_the_lead_is_no_partner_of_itself(year: Year):
    awa = year.person("awa")
    draft = year.draft(writer=awa)
    with pytest.raises(acts.MemberRefused):
        acts.add_partner(actor=awa, application_id=draft.pk, organisation_id=draft.lead_id)
    partner = year.organisation("Partenaire")
    for _twice in range(2):
        acts.add_partner(actor=awa, application_id=draft.pk, organisation_id=partner.pk)
    assert draft.partners.get().organisation == partner
    acts.remove_partner(actor=awa, application_id=draft.pk, organisation_id=partner.pk)
    assert not draft.partners.exists()
