using System.Globalization;
using Habitue.Duck;
using Habitue.Host;
using Habitue.Server;
using Habitue.Server.Web;
using Habitue.Server.Web.Access;
using Microsoft.AspNetCore.Builder;

namespace Habitue.ModelShelf;

/// <summary>What the pages of models change: which version answers.</summary>
internal sealed class ModelsModule : LiveModule
{
    public override void Endpoints(WebApplication app)
    {
        app.MapAct("/models/promote", Rights.MayWorkOnData, act => Change(act, (shelf, name) =>
            int.TryParse(act.Of("version"), CultureInfo.InvariantCulture, out var version) ? shelf.Promote(name, version, $"by hand, by {act.Who.Name}") : throw new UserMistakeException("Say which version shall answer.")));
        app.MapAct("/models/rollback", Rights.MayWorkOnData, act => Change(act, (shelf, name) => shelf.RollBack(name)));
    }

    private static Task<ActDone> Change(Act act, Func<Shelf, string, ShelvedModel> change)
    {
        using var connection = act.Get<LiveWarehouse>().Connect();
        var shelf = Of(act.Get<ServerSettings>(), connection, act.Get<TimeProvider>());
        var name = act.Of("name");
        var before = shelf.Promoted(name);
        try
        {
            var now = change(shelf, name);
            return Task.FromResult(new ActDone(Address(name), $"{name} answers with version {now.Version} now{(before is { } was && was.Version != now.Version ? $", and no longer with {was.Version}" : "")}. Apply it, so that the customers' figures follow."));
        }
        catch (DuckException busy) when (busy.IsConflict)
        {
            throw new UserMistakeException("Nothing was changed: somebody else changed the shelf at this moment. Try again.");
        }
    }

    public static Shelf Of(ServerSettings settings, DuckConnection connection, TimeProvider clock) => new(Path.Combine(settings.Folder, "models"), connection, clock);

    public static string Address(string name) => "/models/" + Uri.EscapeDataString(name);
}
