using Habitue.Host;
using Habitue.Lake.Loading;
using Habitue.Live.Warehousing;
using Habitue.Reports.Page;
using Habitue.Server;
using Habitue.Server.Web;
using Habitue.Server.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace Habitue.DataQuality;

/// <summary>What the page of data quality does: export what was set aside, repair it and load it again.</summary>
internal sealed class DataQualityModule : LiveModule
{
    public const string Page = "/quality";
    /// <summary>The largest file of repaired rows that a page takes.</summary>
    public const int LargestFile = 28 << 20;

    /// <summary>What a form has beside its file: names, marks between the parts, and enough that a file a little too large is told in a sentence.</summary>
    private const int AroundFile = 2 << 20;

    public override void Services(IServiceCollection services, ServerSettings settings)
    {
        if (services.All(service => service.ServiceType != typeof(WarehouseTurn))) services.AddSingleton<WarehouseTurn>();
        services.AddSingleton<RejectedRows>();
    }

    public override void Endpoints(WebApplication app)
    {
        app.MapAct("/quality/repair", Rights.MayWorkOnData, Repaired);
        app.MapAct("/quality/replay", Rights.MayWorkOnData, Uploaded).WithMetadata(new RequestSizeLimitAttribute(LargestFile + AroundFile));
        app.MapGet("/quality/rejected.jsonl", (HttpContext call, SignedIn signedIn, Looks looks, LiveWarehouse warehouse, ServerSettings settings) => Export(call, signedIn, looks, warehouse, settings)).ExcludeFromDescription();
        app.MapPart<CollectorPart>("/quality/collector");
    }

    private static async Task<ActDone> Repaired(Act act)
    {
        var repair = Repair.Read(act.Of, act.Who.Role);
        var load = await act.Get<RejectedRows>().Replayed(repair, act.Cancel);
        return new ActDone($"{Page}?rule={Uri.EscapeDataString(repair.Rule)}#rejected", $"{repair.Rule}: {Came(load)}{(repair.Steps.Count > 0 ? $" Repaired: {repair.InWords()}." : "")}");
    }

    public static string TooLarge => $"A file may have {Numbers.Bytes(LargestFile)} here. `habitue quality replay FILE` takes larger ones.";

    private static async Task<ActDone> Uploaded(Act act)
    {
        if (act.Form.Files["file"] is not { Length: > 0 } file) throw new UserMistakeException("Choose the file with the repaired rows first.");
        if (file.Length > LargestFile) throw new UserMistakeException(TooLarge);
        var path = SpoolFile.Next(act.Get<ServerSettings>().Folder, ".jsonl");
        try
        {
            await using (var into = File.Create(path)) await file.CopyToAsync(into, act.Cancel);
            return new ActDone($"{Page}#rejected", $"Repaired rows of a file: {Came(await act.Get<RejectedRows>().Replayed(path, act.Cancel))}");
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string Came(LoadReport load) => $"{Numbers.Many(load.Rows, "row")} read, {Numbers.Count(load.Kept)} accepted, {Numbers.Count(load.Rejected)} set aside again."
        + (load.Kept > 0 ? " They enter tables and figures with the next run." : "");

    /// <summary>The rows as they came, so only for who may see persons, and written down.</summary>
    private static async Task<IResult> Export(HttpContext call, SignedIn signedIn, Looks looks, LiveWarehouse warehouse, ServerSettings settings)
    {
        SecurityHeaders.Set(call.Response);
        if (signedIn.Of(call) is not { } who) return SignInEndpoints.Ask(call);
        if (!who.Role.MaySeePersons()) return Results.StatusCode(StatusCodes.Status403Forbidden);
        var rule = call.Request.Query["rule"].ToString();
        using var connection = warehouse.Connect();
        if (!connection.Has("quarantine")) return Results.NotFound();
        var name = rule.Length > 0 ? $"rejected-{string.Concat(rule.Where(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'))}.jsonl" : "rejected.jsonl";
        return await SpoolAnswer.Of(settings.Folder, name, "application/x-ndjson", path =>
        {
            var rows = Replay.Export(connection, path, rule.Length > 0 ? rule : null, call.RequestAborted);
            looks.Add(who, "(rows set aside)", $"{Numbers.Many(rows, "row")} as they came, as a file");
            return Task.CompletedTask;
        });
    }
}
