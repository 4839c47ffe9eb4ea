"""What people see when something is refused or breaks: one sentence, a way on, an id to quote."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pyramid.exceptions import BadCSRFOrigin, BadCSRFToken
from pyramid.httpexceptions import HTTPException, HTTPForbidden, HTTPNotFound, HTTPSeeOther
from pyramid.i18n import TranslationString
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from updago.kernel.errors import Invalid, UpdagoError
from updago.kernel.i18n import _
from updago.kernel.web.routing import PageRoute

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request
    from pyramid.response import Response

log = logging.getLogger(__name__)

RETRY_SECONDS = "5"
NOT_FOUND = _("This page does not exist, or you may not see it.")
