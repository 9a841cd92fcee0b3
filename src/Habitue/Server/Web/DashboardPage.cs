using Microsoft.AspNetCore.Components;

namespace Habitue.Server.Web;

/// <summary>
/// What every page of the dashboard inherits: the view that was asked for, and one method that reads what the page shows. A page
/// is rendered once, on the server, and keeps nothing.
/// </summary>
public abstract class DashboardPage : ComponentBase
{
    [Inject] private protected PageView View { get; set; } = null!;

    /// <summary>Asks the warehouse and the live state for what is shown.</summary>
    protected abstract void Read();

    protected sealed override void OnInitialized() => Read();
}
