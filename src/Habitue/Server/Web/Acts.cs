using Habitue.Host;
using Habitue.Server.Web.Access;
using Habitue.Server.Web.View;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace Habitue.Server.Web;

/// <summary>What somebody sends with a form of a page.</summary>
internal sealed record Act(HttpContext Call, Person Who, IFormCollection Form)
{
    public CancellationToken Cancel => Call.RequestAborted;

    /// <summary>A field as it was filled in, without blanks around it; empty when it is not there.</summary>
    public string Of(string field) => Form[field].ToString().Trim();

    /// <summary>An address with what was chosen where the form stood; what it says itself of a part of the choice holds.</summary>
    public string Kept(string address)
    {
        var (chosen, place) = (QueryHelpers.ParseQuery(Of(Acts.ChoiceField)), address.IndexOf('#'));
        var page = place < 0 ? address : address[..place];
        var said = page.IndexOf('?') is var asked and >= 0 ? QueryHelpers.ParseQuery(page[asked..]) : [];
        return QueryHelpers.AddQueryString(page, ViewFilter.Names.Where(name => chosen.ContainsKey(name) && !said.ContainsKey(name)).Select(name => KeyValuePair.Create(name, (string?)chosen[name].ToString()))) + (place < 0 ? "" : address[place..]);
    }

    public T Get<T>() where T : notnull => Call.RequestServices.GetRequiredService<T>();
}

/// <summary>What came of an act.</summary>
/// <param name="Address">The page that shows it.</param>
/// <param name="Words">What to tell whoever did it.</param>
internal sealed record ActDone(string Address, string Words);

/// <summary>
/// Addresses that change something: only for who is signed in and may, and only from a form of ours. What was done is written down with who did it. Afterwards the browser is led to a page,
/// so that going back or loading anew does nothing twice.
/// </summary>
internal static class Acts
{
    /// <summary>The field of every form that holds what was chosen at the top of its page.</summary>
    public const string ChoiceField = "choice";

    /// <param name="app">The server.</param>
    /// <param name="path">The form's address.</param>
    /// <param name="may">Who may do it.</param>
    /// <param name="work">Does it; a <see cref="UserMistakeException"/> is told on the page that the form names as <c>back</c>.</param>
    /// <param name="back">The page that tells what is wrong, from what was sent; null for the one that the form names.</param>
    public static RouteHandlerBuilder MapAct(this WebApplication app, string path, Func<Role, bool> may, Func<Act, Task<ActDone>> work, Func<Act, string>? back = null) =>
        app.MapPost(path, (HttpContext call, SignedIn signedIn) => Do(call, signedIn, may, async act =>
        {
            var notices = act.Get<Notices>();
            try
            {
                var done = await work(act);
                act.Get<Deeds>().Add(act.Who, done.Words);
                return SeeOther(act.Call, notices.Address(act.Kept(done.Address), act.Who, done.Words, went: true));
            }
            catch (UserMistakeException mistake)
            {
                return SeeOther(act.Call, notices.Address(act.Kept(back?.Invoke(act) ?? Back(act.Of("back"))), act.Who, mistake.Message, went: false));
            }
        })).ExcludeFromDescription();

    /// <summary>The same, for work that answers by itself and writes down by itself what it did.</summary>
    public static async Task<IResult> Do(HttpContext call, SignedIn signedIn, Func<Role, bool> may, Func<Act, Task<IResult>> work)
    {
        SecurityHeaders.Set(call.Response);
        if (signedIn.Of(call) is not { } who) return SignInEndpoints.Ask(call);
        // Nothing is read from who may not.
        if (!may(who.Role)) return Results.StatusCode(StatusCodes.Status403Forbidden);
        if (!call.Request.HasFormContentType) return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        var form = await call.Request.ReadFormAsync(call.RequestAborted);
        return SignedIn.IsOwnForm(who, form[SignedIn.FormField].ToString() is { Length: > 0 } key ? key : call.Request.Headers[SignedIn.FormHeader]) ? await work(new Act(call, who, form)) : Results.StatusCode(StatusCodes.Status400BadRequest);
    }

    /// <summary>Leads on with 303, so that the browser asks with GET whatever it sent.</summary>
    public static IResult SeeOther(HttpContext call, string address)
    {
        call.Response.Headers.Location = address;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    /// <summary>A page of ours, else the first one.</summary>
    private static string Back(string address) => address is { Length: > 1 and < 2000 } && address[0] == '/' && address[1] is not ('/' or '\\') && !address.Any(char.IsControl) ? address : "/";
}
