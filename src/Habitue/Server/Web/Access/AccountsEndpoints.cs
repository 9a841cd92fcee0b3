using Habitue.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Habitue.Server.Web.Access;

/// <summary>The forms of the accounts page: one to add, one to take away.</summary>
internal static class AccountsEndpoints
{
    public static void Map(WebApplication app)
    {
        app.MapPost("/accounts/add", (HttpContext call, SignedIn signedIn, Accounts accounts) => Do(call, signedIn, form =>
        {
            if (!Enum.TryParse<Role>(form["role"], ignoreCase: true, out var role) || !Enum.IsDefined(role)) throw new UserMistakeException("Choose a role: viewer, analyst, marketer or admin.");
            accounts.Add(form["name"].ToString(), role, form["password"].ToString());
        })).ExcludeFromDescription();
        app.MapPost("/accounts/remove", (HttpContext call, SignedIn signedIn, Accounts accounts) => Do(call, signedIn, form => accounts.Remove(form["name"].ToString()))).ExcludeFromDescription();
    }

    private static async Task<IResult> Do(HttpContext call, SignedIn signedIn, Action<IFormCollection> change)
    {
        SecurityHeaders.Set(call.Response);
        if (signedIn.Of(call) is not { } who) return SignInEndpoints.Ask(call);
        if (!who.Role.MayManageAccounts()) return Results.StatusCode(StatusCodes.Status403Forbidden);
        if (!call.Request.HasFormContentType) return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        var form = await call.Request.ReadFormAsync(call.RequestAborted);
        if (!SignedIn.IsOwnForm(who, form[SignedIn.FormField])) return Results.StatusCode(StatusCodes.Status400BadRequest);
        try
        {
            change(form);
            return Results.Redirect("/accounts");
        }
        catch (UserMistakeException mistake)
        {
            return Results.Redirect("/accounts?problem=" + Uri.EscapeDataString(mistake.Message));
        }
    }
}
