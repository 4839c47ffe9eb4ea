"""The settings of the kernel."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from updago.kernel.i18n.messages import _
from updago.kernel.settings.declarations import Setting
from updago.kernel.settings.values import (
    boolean,
    days,
    hosts,
    labelled,
    link,
    linked,
    minutes,
    networks,
    one_of,
    paragraphs,
    positive,
)

NUMBER: Final = _("Write a whole number from 1 on.")
ADDRESS: Final = _(
    "Write an address such as https://example.org/legal or mailto:contact@example.org."
)
# Décret 2019-768, article 5: what the first page says of a site’s accessibility.
STATES: Final = ("full", "partial", "none")
NOT_AUDITED: Final = "none"

KERNEL_SETTINGS: Final[tuple[Setting, ...]] = (
    Setting("data_dir", "Data folder", Path, Path("var")),
    Setting("database_url", "Database", str, "", "SQLite in the data folder when empty."),
    Setting("files_url", "File store", str, "", "file:///… or s3://bucket/prefix."),
    Setting("redis_url", "Redis", str, "", secret=True),
    Setting("queue_url", "Job queue", str, "", "redis://…, postgresql://… or sqlite:///…"),
    Setting(
        "mail_url", "Mail server", str, "", "smtp://host:port; a folder when empty.", secret=True
    ),
    Setting("base_url", "Public address", str, "", "The only source of absolute links."),
    Setting("secret", "Secret", str, "", "Made and stored on first start.", secret=True),
    Setting("site_name", _("Name of the site"), str, "UPdago", scope="site"),
    Setting("language", _("Default language"), str, "fr", scope="site"),
    Setting("timezone", _("Default time zone"), str, "Europe/Paris", scope="site"),
    Setting(
        "doors",
        _("Doors of the first page"),
        labelled,
        [],
        _("A JSON list; empty: one for each way to sign in."),
        scope="site",
        wants=_("Write a JSON list of objects, each with a “label”, and texts only."),
    ),
    Setting(
        "help_lines",
        _("Ways to get help"),
        linked,
        [],
        _("A JSON list."),
        scope="site",
        wants=_("Write a JSON list of objects, each with a “label” and an “href”."),
    ),
    Setting("guest_access", _("Guests may look around"), boolean, True, scope="site"),
    Setting(
        "session_idle_minutes",
        _("End a session after … idle minutes"),
        minutes,
        480,
        scope="site",
        wants=_("Write a whole number of minutes, at most those of a year."),
    ),
    Setting(
        "upload_max_bytes",
        _("Largest file, in bytes"),
        positive,
        512 * 2**20,
        scope="site",
        wants=NUMBER,
    ),
    Setting(
        "person_quota_bytes",
        _("Quota of a person, in bytes"),
        positive,
        2**30,
        scope="site",
        wants=NUMBER,
    ),
    Setting(
        "course_quota_bytes",
        _("Quota of a course, in bytes"),
        positive,
        8 * 2**30,
        scope="site",
        wants=NUMBER,
    ),
    Setting(
        "keep_deleted_days",
        _("Delete for good after … days"),
        days,
        90,
        _("What was deleted can be brought back until then."),
        scope="site",
        wants=_("Write a whole number of days, at most those of ten years."),
    ),
    Setting(
        "frame_hosts",
        _("Hosts whose frames texts may show"),
        hosts,
        "",
        _("Host names, set apart by spaces."),
        scope="site",
        wants=_("Write host names such as tube.example.org, set apart by spaces."),
    ),
    Setting(
        "accessibility_state",
        _("Accessibility of the site"),
        one_of(*STATES),
        NOT_AUDITED,
        _("What an audit by the RGAA found."),
        scope="site",
        wants=_("Choose one of the three."),
    ),
    Setting(
        "accessibility_text",
        _("What is not accessible, and why"),
        paragraphs,
        "",
        _("Shown in the accessibility statement."),
        scope="site",
    ),
    Setting("legal_url", _("Legal notice"), link, "", scope="site", wants=ADDRESS),
    Setting("contact_url", _("Contact"), link, "", scope="site", wants=ADDRESS),
    Setting("metrics_networks", "Who may read the figures", networks, ()),
    Setting("metrics_token", "Token that lets read the figures", str, "", secret=True),
    Setting("trusted_proxy", "Proxy in front", str, "", "The address whose X-Forwarded-… count."),
    Setting("view_time_s", "After how many seconds a page of a plugin counts as hung", float, 10.0),
    Setting("block_time_ms", "Time limit of a block, in ms", int, 150),
)
