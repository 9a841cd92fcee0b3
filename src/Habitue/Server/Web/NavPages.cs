using System.Reflection;
using Habitue.Server.Web.Access;

namespace Habitue.Server.Web;

/// <summary>A page as the program holds it: the component, and what its attribute says.</summary>
internal sealed record NavPage(Type Component, NavAttribute Nav);

/// <summary>All pages of the dashboard, found by their attribute.</summary>
internal static class NavPages
{
    public static IReadOnlyList<NavPage> All { get; } = [.. typeof(NavPages).Assembly.GetTypes()
        .Select(type => (type, nav: type.GetCustomAttribute<NavAttribute>()))
        .Where(found => found.nav is not null)
        .Select(found => new NavPage(found.type, found.nav!))
        .OrderBy(page => page.Nav.Place).ThenBy(page => page.Nav.Address, StringComparer.Ordinal)];

    /// <summary>What stands in the menu of somebody with these rights.</summary>
    public static IEnumerable<NavAttribute> Menu(Role role) =>
        All.Select(page => page.Nav).Where(nav => nav.Place > 0 && (!nav.ForAdmins || role.MayManageAccounts()));
}
