using Habitue.Host;
using Habitue.Lake.Storage;
using Habitue.Server;
using Habitue.Server.Web;
using Habitue.Server.Web.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Habitue.Explore;

/// <summary>What the page Explore sends: a question to answer or to save as a file, and changes of what is kept.</summary>
internal static class ExploreEndpoints
{
    private const int LongestAddress = 6_000;

    /// <summary>Whose answers go to programs that come with a key: it is nobody's account, so what is personal is masked.</summary>
    private static readonly Person ByKey = new("read key", Role.Viewer, "");

    public static async Task<IResult> Answer(HttpContext call, SignedIn signedIn, PageView view, Explorer explorer) => await WithForm(call, signedIn, async (who, form) =>
    {
        (view.Http, view.Who, view.Nav) = (call, who, new NavAttribute("/explore", "Explore", 0));
        var asked = new AskedOnPage(form["sql"].ToString(), form["x"].ToString(), form["y"].ToString(), form["form"].ToString());
        var answered = await ExploreAnswered.Of(explorer, who, asked, call.RequestAborted);
        // The view can be sent to a colleague, unless it is longer than an address may be.
        if (answered.Problem is null && asked.Address is { Length: < LongestAddress } address) call.Response.Headers["HX-Push-Url"] = address;
        return new RazorComponentResult<ExploreAnswer>(new { Shown = answered }) { PreventStreamingRendering = true };
    });

    public static async Task<IResult> File(string form, HttpContext call, SignedIn signedIn, Explorer explorer, ServerSettings settings) => form is not ("csv" or "parquet") ? Results.NotFound()
        : await WithForm(call, signedIn, async (who, fields) =>
        {
            try
            {
                return await Written(call, explorer, settings, who, fields["sql"].ToString(), form, "answer." + form);
            }
            catch (QueryException problem)
            {
                return Results.Text(problem.Message, statusCode: StatusCodes.Status400BadRequest);
            }
        });

    /// <summary>The answer to a kept question as it is now.</summary>
    public static async Task<IResult> Kept(string name, string form, SavedQueries saved, Explorer explorer, HttpContext call)
    {
        if (saved.Find(name) is not { } query) return Results.Problem($"There is no query '{name}'; /v1/queries lists those that there are.", statusCode: StatusCodes.Status404NotFound, title: "No such query");
        try
        {
            return await Written(call, explorer, (ServerSettings)call.RequestServices.GetService(typeof(ServerSettings))!, ByKey, query.Sql, form, $"{query.Name}.{form}");
        }
        catch (QueryException problem)
        {
            return Results.Problem(problem.Message, statusCode: StatusCodes.Status422UnprocessableEntity, title: "The query has no answer");
        }
    }

    public static Task<IResult> Save(HttpContext call, SignedIn signedIn, SavedQueries saved, Explorer explorer) => Change(call, signedIn, (who, form) =>
    {
        var (name, sql, was) = (form["name"].ToString(), form["sql"].ToString(), form["was"].ToString());
        explorer.Check(sql);
        // "Save" changes the one that is open; "Save as new" leaves it.
        if (was.Length > 0 && form["anew"].Count == 0) saved.Update(was, int.TryParse(form["version"], out var version) ? version : 0, name, sql, who.Name, who.Role == Role.Admin);
        else saved.Add(name, sql, who.Name);
        return "/explore?saved=" + Uri.EscapeDataString(name.Trim());
    });

    public static Task<IResult> Remove(HttpContext call, SignedIn signedIn, SavedQueries saved) => Change(call, signedIn, (who, form) =>
    {
        saved.Remove(form["was"].ToString(), who.Name, who.Role == Role.Admin);
        return "/explore";
    });

    private static Task<IResult> Change(HttpContext call, SignedIn signedIn, Func<Person, IFormCollection, string> change) => WithForm(call, signedIn, (who, form) =>
    {
        if (!who.Role.MayKeepQueries()) return Task.FromResult(Results.StatusCode(StatusCodes.Status403Forbidden));
        try
        {
            return Task.FromResult(Results.Redirect(change(who, form)));
        }
        catch (Exception problem) when (problem is UserMistakeException or QueryException)
        {
            var sql = form["sql"].ToString();
            var back = $"/explore?problem={Uri.EscapeDataString(problem.Message)}&saved={Uri.EscapeDataString(form["was"].ToString())}&draft={Uri.EscapeDataString(sql)}";
            return Task.FromResult(Results.Redirect(back.Length < LongestAddress ? back : $"/explore?problem={Uri.EscapeDataString(problem.Message)}"));
        }
    });

    private static async Task<IResult> Written(HttpContext call, Explorer explorer, ServerSettings settings, Person who, string sql, string form, string name)
    {
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(settings.Folder, "spool")).FullName, $"answer-{Path.GetRandomFileName()}.{form}");
        try
        {
            if (await explorer.Save(who, sql, file, form, call.RequestAborted)) call.Response.Headers["X-Rows-Left-Out"] = $"only the first {explorer.Limits.Saved}";
            var content = new FileStream(file, new FileStreamOptions { Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous });
            return Results.File(content, form == "csv" ? "text/csv; charset=utf-8" : "application/vnd.apache.parquet", name);
        }
        catch
        {
            System.IO.File.Delete(file);
            throw;
        }
    }

    private static async Task<IResult> WithForm(HttpContext call, SignedIn signedIn, Func<Person, IFormCollection, Task<IResult>> answer)
    {
        SecurityHeaders.Set(call.Response);
        if (signedIn.Of(call) is not { } who) return SignInEndpoints.Ask(call);
        if (!call.Request.HasFormContentType) return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        var form = await call.Request.ReadFormAsync(call.RequestAborted);
        return SignedIn.IsOwnForm(who, form[SignedIn.FormField].ToString() is { Length: > 0 } field ? field : call.Request.Headers[SignedIn.FormHeader]) ? await answer(who, form) : Results.StatusCode(StatusCodes.Status400BadRequest);
    }
}
