using System.Globalization;
using Habitue.Host;
using Habitue.Profiles;
using Habitue.Server;
using Habitue.Server.Web;
using Habitue.Server.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Habitue.Customers;

/// <summary>What the page of a customer needs beside itself: undoing a merge, for those who manage accounts.</summary>
internal sealed class CustomersWebModule : LiveModule
{
    private const int LongestReason = 200;

    public override void Endpoints(WebApplication app)
    {
        if (app.Services.GetService<ProfileBook>() is { } profiles)
            app.MapPost("/customers/merges/undo", (HttpContext call, SignedIn signedIn) => Undo(call, signedIn, profiles)).ExcludeFromDescription();
    }

    private static async Task<IResult> Undo(HttpContext call, SignedIn signedIn, ProfileBook profiles)
    {
        SecurityHeaders.Set(call.Response);
        if (signedIn.Of(call) is not { } who) return SignInEndpoints.Ask(call);
        if (!who.Role.MayManageAccounts()) return Results.StatusCode(StatusCodes.Status403Forbidden);
        if (!call.Request.HasFormContentType) return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        var form = await call.Request.ReadFormAsync(call.RequestAborted);
        if (!SignedIn.IsOwnForm(who, form[SignedIn.FormField])) return Results.StatusCode(StatusCodes.Status400BadRequest);
        var back = PageView.CustomerAddress(form["customer"].ToString());
        var why = form["why"].ToString().Trim();
        try
        {
            if (why.Length is 0 or > LongestReason) throw new UserMistakeException($"Say why, in at most {LongestReason} letters: the ledger keeps it.");
            if (!long.TryParse(form["number"], CultureInfo.InvariantCulture, out var number)) throw new UserMistakeException("There is no such merge.");
            await profiles.Undo(number, $"{why} (by {who.Name})", call.RequestAborted);
            return Results.Redirect(back);
        }
        catch (UserMistakeException mistake)
        {
            return Results.Redirect($"{back}?problem={Uri.EscapeDataString(mistake.Message)}");
        }
    }
}
