"""The hooks and what each returns, the kernel's own declarations, and the parts it includes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from updago.kernel.accounts import commands as accounts
from updago.kernel.accounts.declarations import AuthMethod
from updago.kernel.blocks.declarations import BlockType
from updago.kernel.events import EventHandler
from updago.kernel.files.declarations import FileArea
from updago.kernel.permissions import defaults as permissions
from updago.kernel.permissions.declarations import FactSource, Permission
from updago.kernel.plugins import commands as plugins
from updago.kernel.plugins.declarations import Command, DemoContent, HealthCheck
from updago.kernel.ports.availability import AvailabilityCondition
from updago.kernel.ports.backup import Adopter, BackupPart, ForeignImporter
from updago.kernel.ports.completion import CompletionRule
from updago.kernel.ports.grades import GradeReceiver
from updago.kernel.ports.privacy import PrivacyProvider
from updago.kernel.ports.search import SearchSource
from updago.kernel.ports.time import TimeSource
from updago.kernel.spaces import defaults as spaces
from updago.kernel.spaces.declarations import ActivityType, CourseFormat, EnrolmentMethod
from updago.kernel.tasks import defaults as tasks
from updago.kernel.tasks.declarations import JobType, Schedule
from updago.kernel.web import defaults as web
from updago.kernel.web.courses import areas, conditions, navigation
from updago.kernel.web.declarations import NavigationEntry, SlotFilling
from updago.kernel.web.views import people, sessions

KINDS: Final[Mapping[str, type[Any]]] = {
    "updago_permissions": Permission,
    "updago_fact_sources": FactSource,
    "updago_auth_methods": AuthMethod,
    "updago_block_types": BlockType,
    "updago_navigation": NavigationEntry,
    "updago_slots": SlotFilling,
    "updago_activity_types": ActivityType,
    "updago_course_formats": CourseFormat,
    "updago_enrolment_methods": EnrolmentMethod,
    "updago_backup_parts": BackupPart,
    "updago_foreign_importers": ForeignImporter,
    "updago_adopters": Adopter,
    "updago_grade_receivers": GradeReceiver,
    "updago_completion_rules": CompletionRule,
    "updago_availability_conditions": AvailabilityCondition,
    "updago_time_sources": TimeSource,
    "updago_search_sources": SearchSource,
    "updago_event_handlers": EventHandler,
    "updago_jobs": JobType,
    "updago_schedules": Schedule,
    "updago_commands": Command,
    "updago_health_checks": HealthCheck,
    "updago_demo_contents": DemoContent,
    "updago_file_areas": FileArea,
    "updago_privacy_providers": PrivacyProvider,
}

OWN: Final[Mapping[type[Any], Sequence[Any]]] = {
    Permission: (*permissions.PERMISSIONS, *spaces.PERMISSIONS),
    FactSource: (*spaces.FACT_SOURCES,),
    AvailabilityCondition: (*conditions.CONDITIONS,),
    CourseFormat: (*spaces.COURSE_FORMATS,),
    Command: (*tasks.COMMANDS, *plugins.COMMANDS, *accounts.COMMANDS, *spaces.COMMANDS),
    FileArea: (*areas.FILE_AREAS,),
    HealthCheck: (*tasks.HEALTH_CHECKS,),
    JobType: (*tasks.JOBS, *spaces.JOBS, *web.JOBS),
    NavigationEntry: (
        *people.NAVIGATION,
        *sessions.NAVIGATION,
        *navigation.NAVIGATION,
        *web.NAVIGATION,
    ),
    Schedule: (*tasks.SCHEDULES, *spaces.SCHEDULES, *web.SCHEDULES),
}

INCLUDES: Final = (
    "updago.kernel.web.templating",
    "pyramid_tm",
    "updago.kernel.web.retrying",
    "updago.kernel.web.routing",
    "updago.kernel.web.requests",
    "updago.kernel.web.words",
    "updago.kernel.web.typed",
    "updago.kernel.web.sessions",
    "updago.kernel.web.security",
    "updago.kernel.web.transactions",
    "updago.kernel.web.guards",
    "updago.kernel.web.limits",
    "updago.kernel.web.guesses",
    "updago.kernel.web.observing",
    "updago.kernel.web.assets",
    "updago.kernel.web.pages",
    "updago.kernel.web.courses.visible",
    "updago.kernel.web.errors",
)

# Modules with the kernel's own pages, one line each.
PAGES: Final = (
    "updago.kernel.web.kept.views",
    "updago.kernel.web.views.accessibility",
    "updago.kernel.web.views.activities",
    "updago.kernel.web.views.activity_acts",
    "updago.kernel.web.views.admin_blocks",
    "updago.kernel.web.views.admin_courses",
    "updago.kernel.web.views.admin_health",
    "updago.kernel.web.views.admin_index",
    "updago.kernel.web.views.admin_jobs",
    "updago.kernel.web.views.admin_people",
    "updago.kernel.web.views.admin_person",
    "updago.kernel.web.views.admin_plugins",
    "updago.kernel.web.views.admin_roles",
    "updago.kernel.web.views.admin_settings",
    "updago.kernel.web.views.blocks",
    "updago.kernel.web.views.catalogue",
    "updago.kernel.web.views.categories",
    "updago.kernel.web.views.course_edit",
    "updago.kernel.web.views.course_settings",
    "updago.kernel.web.views.courses",
    "updago.kernel.web.views.dropping",
    "updago.kernel.web.views.entering",
    "updago.kernel.web.views.entrance",
    "updago.kernel.web.views.files",
    "updago.kernel.web.views.groupings",
    "updago.kernel.web.views.groups",
    "updago.kernel.web.views.methods",
    "updago.kernel.web.views.my",
    "updago.kernel.web.views.participants",
    "updago.kernel.web.views.people",
    "updago.kernel.web.views.sessions",
    "updago.kernel.web.views.sections",
    "updago.kernel.web.views.waiting",
)
