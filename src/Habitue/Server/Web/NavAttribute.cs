using Habitue.Server.Web.View;

namespace Habitue.Server.Web;

/// <summary>
/// Makes a Razor component a page of the dashboard: <c>@attribute [Nav("/sales", "Sales", 20)]</c> in any folder is all that a new page needs.
/// The component inherits <see cref="DashboardPage"/>.
/// </summary>
/// <param name="address">Where the page is; parts in braces are values of its own, such as <c>/segments/{id}</c>.</param>
/// <param name="title">What the page is called.</param>
/// <param name="place">Where it stands in the menu, lowest first; 0 keeps it out of the menu.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class NavAttribute(string address, string title, int place) : Attribute
{
    public string Address { get; } = address;

    public string Title { get; } = title;

    public int Place { get; } = place;

    /// <summary>The page of the menu that this one belongs to; its own address when it stands there itself.</summary>
    public string Under { get; init; } = address;

    /// <summary>What the page can be kept to; what else was chosen on another page is told to have no effect here, and goes on to the next.</summary>
    public FilterParts KeepsTo { get; init; }

    /// <summary>The page asks for what it keeps to in forms of its own, so that nothing stands above it.</summary>
    public bool AsksItself { get; init; }

    /// <summary>Only who manages accounts may open it.</summary>
    public bool ForAdmins { get; init; }
}
