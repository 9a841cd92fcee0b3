using Habitue.Host;
using Habitue.Lake.Storage;
using Habitue.Server;
using Habitue.Server.Web;
using Habitue.Server.Web.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Habitue.Explore;

/// <summary>What the page Explore sends: a question to answer or to save as a file, and changes of what is kept.</summary>
internal static class ExploreEndpoints
{
    private const string Page = "/explore";
    private const int LongestAddress = 6_000;

    /// <summary>Whose answers go to programs that come with a key: it is nobody's account, so what is personal is masked.</summary>
    private static readonly Person ByKey = new("read key", Role.Viewer, "");

    public static async Task<IResult> Answer(Act act, PageView view, Explorer explorer)
    {
        (view.Http, view.Who, view.Nav) = (act.Call, act.Who, new NavAttribute(Page, "Explore", 0));
        var asked = new AskedOnPage(Sql(act), act.Of("x"), act.Of("y"), act.Of("form"));
        var answered = await ExploreAnswered.Of(explorer, act.Who, asked, act.Cancel);
        // The view can be sent to a colleague, unless it is longer than an address may be.
        if (answered.Problem is null && asked.Address(view) is { Length: < LongestAddress } address) act.Call.Response.Headers["HX-Push-Url"] = address;
        return new PartResult<ExploreAnswer>(new { Shown = answered });
    }

    public static async Task<IResult> File(Act act, string form, Explorer explorer)
    {
        try
        {
            return await Written(act.Call, explorer, act.Who, Sql(act), form, "answer." + form);
        }
        catch (QueryException problem)
        {
            return Results.Text(problem.Message, statusCode: StatusCodes.Status400BadRequest);
        }
    }

    /// <summary>The answer to a kept question as it is now.</summary>
    public static async Task<IResult> Kept(string name, string form, SavedQueries saved, Explorer explorer, HttpContext call)
    {
        if (saved.Find(name) is not { } query) return Results.Problem($"There is no query '{name}'; /v1/queries lists those that there are.", statusCode: StatusCodes.Status404NotFound, title: "No such query");
        try
        {
            return await Written(call, explorer, ByKey, query.Sql, form, $"{query.Name}.{form}");
        }
        catch (QueryException problem)
        {
            return Results.Problem(problem.Message, statusCode: StatusCodes.Status422UnprocessableEntity, title: "The query has no answer");
        }
    }

    public static ActDone Save(Act act)
    {
        var (name, sql, was, saved) = (act.Of("name"), Sql(act), act.Of("was"), act.Get<SavedQueries>());
        try
        {
            act.Get<Explorer>().Check(sql);
        }
        catch (QueryException problem)
        {
            throw new UserMistakeException(problem.Message);
        }
        // "Save" changes the one that is open; "Save as new" leaves it.
        var changes = was.Length > 0 && act.Form["anew"].Count == 0;
        if (changes) saved.Update(was, int.TryParse(act.Of("version"), out var version) ? version : 0, name, sql, act.Who.Name, act.Who.Role == Role.Admin);
        else saved.Add(name, sql, act.Who.Name);
        return new ActDone($"{Page}?saved={Uri.EscapeDataString(name)}", $"The question “{name}” {(changes ? "was changed" : "is kept")}.");
    }

    public static ActDone Remove(Act act)
    {
        act.Get<SavedQueries>().Remove(act.Of("was"), act.Who.Name, act.Who.Role == Role.Admin);
        return new ActDone(Page, $"The question “{act.Of("was")}” was taken away.");
    }

    /// <summary>The page with what was written, so that nothing of it is lost; unless it is longer than an address may be.</summary>
    public static string Draft(Act act) => $"{Page}?saved={Uri.EscapeDataString(act.Of("was"))}&draft={Uri.EscapeDataString(Sql(act))}" is { Length: < LongestAddress } draft ? draft : Page;

    private static string Sql(Act act) => act.Form["sql"].ToString();

    private static Task<IResult> Written(HttpContext call, Explorer explorer, Person who, string sql, string form, string name) =>
        SpoolAnswer.Of(call.RequestServices.GetRequiredService<ServerSettings>().Folder, name, form == "csv" ? "text/csv; charset=utf-8" : "application/vnd.apache.parquet", async file =>
        {
            if (await explorer.Save(who, sql, file, form, call.RequestAborted)) call.Response.Headers["X-Rows-Left-Out"] = $"only the first {explorer.Limits.Saved}";
        });
}
