"""Signing up, in, and acting, in a browser: two workers, mail read in the server's log."""

import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.mfa.totp.internal import auth as totp
from playwright.sync_api import Browser, Page
from tests.journeys.conftest import serving
from tests.journeys.test_every_page import open_page, violations
from tests.prepared import FAIRE, environment

pytestmark = pytest.mark.journey

CODE = re.compile(r"^([A-Z0-9]{4}-[A-Z0-9]{4})\s*$", re.MULTILINE)
PASSWORD = "cheval-agrafe-batterie"
KEY = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Site:
    """A site without data, its address on `localhost` (security keys refuse an IP) and its mail."""

    def __init__(self, address: str, log: Path) -> None:
        self.address, self.log, self.read = address, log, 0

    def code(self) -> str:
        """The code of the next mail."""
        end = time.monotonic() + 20
        while time.monotonic() < end:
            text = self.log.read_text(encoding="utf-8")
            found = CODE.search(text, self.read)
            if found:
                self.read = found.end()
                return found[1]
            time.sleep(0.1)
        raise AssertionError("no code was mailed")


@pytest.fixture(scope="module")
def accounts(empty_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    home = shutil.copytree(empty_site, tmp_path_factory.mktemp("accounts") / "home")
    subprocess.run(
        [*FAIRE, "django", "createsuperuser", "--no-input", "--email", "racine@exemple.fr"],
        env=environment(home) | {"DJANGO_SUPERUSER_PASSWORD": PASSWORD},
        check=True,
        capture_output=True,
    )
    with serving(home, "--workers", "2", PYTHONUNBUFFERED="1") as port:
        yield Site(f"http://localhost:{port}", home / "server.log")


def axe(page: Page) -> list[str]:
    found = violations(page)
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [f"{page.url}: {text}" for text in [*found, *(["too wide"] if wide else [])]]


def sign_up(page: Page, site: Site, email: str) -> None:
    page.goto(f"{site.address}/compte/signup/")
    page.fill("#id_email", email)
    page.click("text=Créer mon compte")
    page.fill("#id_code", site.code())
    page.click("text=Confirmer")
    page.wait_for_url("**/mon-compte/")


def test_everything_works_on_a_phone_without_script(browser: Browser, accounts: Site) -> None:
    page, _ = open_page(browser, 360, script=False)
    sign_up(page, accounts, "sans-script@exemple.fr")
    page.goto(f"{accounts.address}/compte/2fa/totp/activate/")
    secret = page.input_value("#authenticator_secret")
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    page.fill("#id_code", totp.format_hotp_value(totp.hotp_value(secret, counter)))
    page.click("main form button")
    page.wait_for_load_state()
    page.goto(f"{accounts.address}/compte/logout/")
    page.click("main button")
    page.goto(f"{accounts.address}/compte/login/?next=/mon-compte/")
    page.fill("#code_email", "sans-script@exemple.fr")
    page.click("text=Recevoir un code")
    page.fill("#id_code", accounts.code())
    page.click("text=Confirmer")
    page.wait_for_url("**/compte/2fa/authenticate/**")
    later = totp.format_hotp_value(totp.hotp_value(secret, counter + 1))
    page.fill("#id_code", later)
    page.press("#id_code", "Enter")
    page.wait_for_url("**/mon-compte/")
    assert "sans-script@exemple.fr" in page.inner_text("main")
    page.context.close()


@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing_on_account_pages(browser: Browser, accounts: Site, width: int) -> None:
    page, wrong = open_page(browser, width)
    page.goto(f"{accounts.address}/compte/login/")
    page.fill("#id_login", "inconnu@exemple.fr")
    page.fill("#id_password", "faux")
    page.click('main button:has-text("Se connecter")')
    found = axe(page)
    sign_up(page, accounts, f"axe{width}@exemple.fr")
    for address in (
        "/mon-compte/",
        "/mon-compte/effacer/",
        "/compte/email/",
        "/compte/password/set/",
        "/compte/2fa/",
        "/compte/2fa/totp/activate/",
        "/compte/2fa/webauthn/add/",
        "/compte/3rdparty/",
        "/compte/logout/",
    ):
        page.goto(accounts.address + address)
        found += axe(page)
    assert found == [] and wrong == []
    page.context.close()


def test_a_steward_gives_a_mandate_and_signs_in_with_a_security_key(
    browser: Browser, accounts: Site
) -> None:
    visitor, _ = open_page(browser)
    sign_up(visitor, accounts, "cheffe@exemple.fr")
    visitor.context.close()
    page, wrong = open_page(browser)
    page.goto(f"{accounts.address}/compte/login/?next=/mandats/donner/")
    page.fill("#id_login", "racine@exemple.fr")
    page.fill("#id_password", PASSWORD)
    page.click('main button:has-text("Se connecter")')
    page.fill("#id_code", accounts.code())
    page.click("text=Confirmer")
    page.goto(f"{accounts.address}/mandats/donner/")
    page.fill("#id_email", "cheffe@exemple.fr")
    page.select_option("#id_role", "officer")
    page.fill("#id_organisation", "Métropole")
    page.click("text=Donner ce mandat")
    assert "Mandat donné" in page.inner_text("main")
    found = []
    for address in ("/mandats/", "/mandats/1/terminer/", "/journal/", "/journal/verification/"):
        page.goto(accounts.address + address)
        found += axe(page)
    assert "Journal intact" in page.inner_text("main") and found == []

    keys = page.context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    page.goto(f"{accounts.address}/compte/2fa/webauthn/add/")
    page.fill("#id_password", PASSWORD)
    page.click("main button")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/recovery-codes/")
    page.goto(f"{accounts.address}/compte/logout/")
    page.click("main button")
    page.goto(f"{accounts.address}/compte/login/?next=/journal/")
    page.fill("#id_login", "racine@exemple.fr")
    page.fill("#id_password", PASSWORD)
    page.click('main button:has-text("Se connecter")')
    page.click("#mfa_webauthn_authenticate")
    page.wait_for_url("**/journal/")
    assert "moyens" in page.inner_text("main") and wrong == []
    page.context.close()
