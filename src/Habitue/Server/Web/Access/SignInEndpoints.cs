using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Habitue.Server.Web.Access;

/// <summary>Signing in and out.</summary>
internal static class SignInEndpoints
{
    private const string Path = "/sign-in", FormCookie = "habitue_form";

    public static void Map(WebApplication app)
    {
        app.MapGet(Path, (HttpContext call, GuestPass pass, SignedIn signedIn) => Open(call, pass, signedIn)).ExcludeFromDescription();
        app.MapPost(Path, (HttpContext call, Accounts accounts, SignedIn signedIn, SignInGuard guard) => Enter(call, accounts, signedIn, guard)).ExcludeFromDescription();
        app.MapPost("/sign-out", (HttpContext call, SignedIn signedIn) => Leave(call, signedIn)).ExcludeFromDescription();
    }

    /// <summary>Sends whoever is not signed in to where they can, and back afterwards.</summary>
    public static IResult Ask(HttpContext call)
    {
        var back = call.Request.GetEncodedPathAndQuery();
        var address = back == "/" ? Path : $"{Path}?to={Uri.EscapeDataString(back)}";
        // A part of a page cannot hold the form, so the whole page goes there.
        if (call.Request.Headers.ContainsKey("HX-Request"))
        {
            call.Response.Headers["HX-Redirect"] = address;
            return Results.Ok();
        }
        return Results.Redirect(address);
    }

    private static IResult Open(HttpContext call, GuestPass pass, SignedIn signedIn)
    {
        SecurityHeaders.Set(call.Response);
        if (pass.Fits(call.Request.Query["pass"]))
        {
            signedIn.Begin(call, SignedIn.Guest, Role.Marketer);
            return Results.Redirect("/");   // the pass is not left in the address
        }
        return signedIn.Of(call) is null ? Form(call, call.Request.Query["to"], null) : Results.Redirect(Back(call.Request.Query["to"]));
    }

    private static async Task<IResult> Enter(HttpContext call, Accounts accounts, SignedIn signedIn, SignInGuard guard)
    {
        SecurityHeaders.Set(call.Response);
        if (!call.Request.HasFormContentType) return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        var form = await call.Request.ReadFormAsync(call.RequestAborted);
        string name = form["name"].ToString(), to = form["to"].ToString();
        // Nobody is signed in yet, so the form carries what a cookie for forms carries.
        if (call.Request.Cookies[FormCookie] is not { Length: > 0 } expected || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(form[SignedIn.FormField].ToString())))
            return Form(call, to, "This form was too old; try once more.", StatusCodes.Status400BadRequest);
        var from = call.Connection.RemoteIpAddress?.ToString() ?? "";
        if (!guard.Allows(from, name)) return Form(call, to, "Too many tries. Wait five minutes.", StatusCodes.Status429TooManyRequests);
        if (accounts.Check(name, form["password"].ToString()) is not { } account)
        {
            guard.Failed(from, name);
            return Form(call, to, "Name and password do not fit.", StatusCodes.Status401Unauthorized);
        }
        signedIn.Begin(call, account.Name);
        call.Response.Cookies.Delete(FormCookie);
        return Results.Redirect(Back(to));
    }

    private static async Task<IResult> Leave(HttpContext call, SignedIn signedIn)
    {
        if (signedIn.Of(call) is not { } who) return Results.Redirect(Path);
        var form = await call.Request.ReadFormAsync(call.RequestAborted);
        if (!SignedIn.IsOwnForm(who, form[SignedIn.FormField])) return Results.StatusCode(StatusCodes.Status400BadRequest);
        signedIn.End(call);
        return Results.Redirect(Path);
    }

    private static RazorComponentResult<SignInPage> Form(HttpContext call, string? to, string? problem, int status = StatusCodes.Status200OK)
    {
        var key = call.Request.Cookies[FormCookie] is { Length: 64 } known ? known : RandomNumberGenerator.GetHexString(64, lowercase: true);
        call.Response.Cookies.Append(FormCookie, key, SignedIn.Options(call, null));
        return new RazorComponentResult<SignInPage>(new { To = to ?? "", Problem = problem ?? "", FormKey = key }) { StatusCode = status };
    }

    /// <summary>Only a page of ours: an address that leads elsewhere leads to the first page instead.</summary>
    private static string Back(string? to) => to is { Length: > 0 and < 2000 } && to[0] == '/' && !to.StartsWith("//", StringComparison.Ordinal) && !to.StartsWith("/\\", StringComparison.Ordinal) && !to.Any(char.IsControl) ? to : "/";
}
