using System.Globalization;
using Habitue.Host;
using Habitue.Profiles;
using Habitue.Server;
using Habitue.Server.Web;
using Habitue.Server.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Habitue.Customers;

/// <summary>What the page of a customer needs beside itself: undoing a merge, for those who manage accounts.</summary>
internal sealed class CustomersWebModule : LiveModule
{
    private const int LongestReason = 200;

    public override void Endpoints(WebApplication app)
    {
        if (app.Services.GetService<ProfileBook>() is { } profiles)
            app.MapAct("/customers/merges/undo", Rights.MayManageAccounts, act => Undo(act, profiles), back: Page);
    }

    private static async Task<ActDone> Undo(Act act, ProfileBook profiles)
    {
        var why = act.Of("why");
        if (why.Length is 0 or > LongestReason) throw new UserMistakeException($"Say why, in at most {LongestReason} letters: the ledger keeps it.");
        if (!long.TryParse(act.Of("number"), CultureInfo.InvariantCulture, out var number)) throw new UserMistakeException("There is no such merge.");
        await profiles.Undo(number, $"{why} (by {act.Who.Name})", act.Cancel);
        return new ActDone(Page(act), $"Join {number} of ids was undone: {why}");
    }

    private static string Page(Act act) => "/customers/" + Uri.EscapeDataString(act.Form["customer"].ToString());
}
