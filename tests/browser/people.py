"""A person at a browser, and whatever went wrong in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

STUDENT = "camille"
TEACHER = "dominique"
PASSWORD = "orage-violet-42"
# The course that tests change; those of the archives stay as they came.
WORKSHOP = "ATELIER"
# What the policy of a page forbids is said in the console, and the test reads it there.
REPORTER = """addEventListener("securitypolicyviolation", (event) =>
  console.error(`${event.violatedDirective} forbids ${event.blockedURI}`))"""
# Pictures in folded parts are loaded too; each gives its address and its width.
MEASURE = """async (images) => {
  for (const image of images) image.loading = "eager";
  await Promise.allSettled(images.map((image) => image.decode()));
  return images.map((image) => [image.src, image.naturalWidth]);
}"""


@dataclass(frozen=True, slots=True)
class Stage:
    """A site that is being served, and the ids of its courses by short name."""

    address: str
    courses: dict[str, int]


@dataclass
class Visitor:
    """A browser of its own; `troubles` fills while it is used."""

    context: BrowserContext
    address: str
    page: Page
    troubles: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Note every request that leaves the site, every refusal and every error."""
        self.context.on("request", self._on_request)
        self.context.on("response", self._on_response)
        self.context.on("console", self._on_console)
        self.context.on("weberror", lambda error: self._note("error", str(error.error)))

    def sign_in(self, username: str) -> None:
        """Fill in the form and send it."""
        self.page.goto("/login/local")
        self.give_password(username)
        self.page.wait_for_url("**/my")

    def give_password(self, username: str) -> None:
        """Fill in the form that is shown and send it."""
        self.page.fill("[name=username]", username)
        self.page.fill("[name=password]", PASSWORD)
        self.page.locator("main form button.primary").click()

    def status_of(self, address: str) -> int:
        """The status of an address, asked for without a page."""
        return self.context.request.get(address, max_redirects=0).status

    def _note(self, kind: str, what: str) -> None:
        self.troubles.append(f"{urlsplit(self.page.url).path}: {kind}: {what}")

    def _on_request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.address}/", "data:", "blob:")):
            self._note("leaves the site", request.url)

    def _on_response(self, response: Response) -> None:
        if response.status >= 400:
            self._note(str(response.status), response.url)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self._note(message.type, message.text)
