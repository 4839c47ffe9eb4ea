"""Hooks about the site: pages, settings, permissions, ways to sign in, blocks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from updago.kernel.plugins.markers import spec

if TYPE_CHECKING:
    from updago.kernel.accounts.declarations import AuthMethod
    from updago.kernel.blocks.declarations import BlockType
    from updago.kernel.permissions.declarations import FactSource, Permission
    from updago.kernel.settings import Setting
    from updago.kernel.web.declarations import NavigationEntry, SlotFilling


class SiteHooks:
    """Every method is called once, at start; a plugin overrides only what it needs."""

    @spec
    def updago_includes(self) -> Iterable[str]:
        """Return names of modules with an `includeme(config)`: routes and static views.

        All modules of all plugins are included at one depth and committed together, so two that
        claim one route or address stop the start.
        """
        return ()

    @spec
    def updago_models(self) -> Iterable[str]:
        """Return names of modules that define tables.

        They are imported before the mappers are configured; a table without the plugin's prefix
        stops the start.
        """
        return ()

    @spec
    def updago_settings(self) -> Iterable[Setting]:
        """Return the plugin's typed settings, named `plugin.key`.

        They are read before anything else; a name outside the plugin's prefix stops the start.
        """
        return ()

    @spec
    def updago_permissions(self) -> Iterable[Permission]:
        """Return permissions, named `scope:object:action`, with the roles that hold them at first.

        A name declared twice stops the start.
        """
        return ()

    @spec
    def updago_fact_sources(self) -> Iterable[FactSource]:
        """Return sources of facts for the access oracle, as parts of one UNION ALL.

        A failing source fails the request closed: nothing is granted.
        """
        return ()

    @spec
    def updago_auth_methods(self) -> Iterable[AuthMethod]:
        """Return ways to sign in; their order on the screen is a setting of the site."""
        return ()

    @spec
    def updago_block_types(self) -> Iterable[BlockType]:
        """Return block types; an unknown or failing one renders as a placeholder."""
        return ()

    @spec
    def updago_navigation(self) -> Iterable[NavigationEntry]:
        """Return entries of the course tabs, the site bar or the administration index.

        An entry is shown to those who hold its permission; order is by its `place`, then name.
        """
        return ()

    @spec
    def updago_slots(self) -> Iterable[SlotFilling]:
        """Return functions that add to named slots of other pages.

        A filling that raises is left out and counted against its plugin.
        """
        return ()
