using Habitue.Host;
using Microsoft.AspNetCore.Builder;

namespace Habitue.Server.Web.Access;

/// <summary>The forms of the accounts page: one to add, one to take away.</summary>
internal static class AccountsEndpoints
{
    private const string Page = "/accounts";

    public static void Map(WebApplication app)
    {
        app.MapAct("/accounts/add", Rights.MayManageAccounts, act => Task.FromResult(Add(act)), back: _ => Page);
        app.MapAct("/accounts/remove", Rights.MayManageAccounts, act => Task.FromResult(Remove(act)), back: _ => Page);
    }

    private static ActDone Add(Act act)
    {
        if (!Enum.TryParse<Role>(act.Of("role"), ignoreCase: true, out var role) || !Enum.IsDefined(role)) throw new UserMistakeException("Choose a role: viewer, analyst, marketer or admin.");
        act.Get<Accounts>().Add(act.Of("name"), role, act.Form["password"].ToString());
        return new ActDone(Page, $"{act.Of("name")} may sign in as {role.ToString().ToLowerInvariant()}.");
    }

    private static ActDone Remove(Act act)
    {
        act.Get<Accounts>().Remove(act.Of("name"));
        return new ActDone(Page, $"{act.Of("name")} may not sign in any more.");
    }
}
