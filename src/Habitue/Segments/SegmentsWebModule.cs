using System.Globalization;
using System.Text;
using Habitue.Server;
using Habitue.Server.Web;
using Habitue.Server.Web.Access;
using Habitue.Server.Web.View;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Habitue.Segments;

/// <summary>What the pages of segments need beside pages: all customers of a choice as a file, and keeping a rule.</summary>
internal sealed class SegmentsWebModule : LiveModule
{
    private const int MostRows = 2_000_000;

    public override void Services(IServiceCollection services, ServerSettings settings) => services.AddSingleton<KeptRules>();

    public override void Endpoints(WebApplication app)
    {
        app.MapGet("/segments/customers.csv", (HttpContext call, PageView view, SignedIn signedIn) => Csv(call, view, signedIn)).ExcludeFromDescription();
        app.MapAct("/segments/rules", Rights.MayKeepRules, act => Task.FromResult(Keep(act)), back: Page);
    }

    private static IResult Csv(HttpContext call, PageView view, SignedIn signedIn)
    {
        SecurityHeaders.Set(call.Response);
        if (signedIn.Of(call) is not { } who) return SignInEndpoints.Ask(call);
        (view.Http, view.Who, view.Nav) = (call, who, new NavAttribute("/segments/chosen", "", 0) { KeepsTo = FilterParts.Segment });
        if (!CustomerChoice.CanBeMade(view)) return Results.Text("There are no segments yet.", statusCode: StatusCodes.Status404NotFound);
        var choice = CustomerChoice.Read(view);
        if (!choice.IsMade) return Results.Text(choice.Mistake, statusCode: StatusCodes.Status400BadRequest);
        var text = new StringBuilder("\uFEFFcustomer_id,segment,orders,value,days_since_last_order,rfm\r\n");
        foreach (var one in choice.List(view, MostRows))
            text.Append(CultureInfo.InvariantCulture, $"{Quoted(view.IdShown(one.Customer))},{Quoted(one.Segment)},{one.Orders},{one.Value:R},{one.Recency:R},{Quoted(one.Rfm)}\r\n");
        return Results.File(Encoding.UTF8.GetBytes(text.ToString()), "text/csv; charset=utf-8", "customers.csv");
    }

    private static ActDone Keep(Act act)
    {
        using var warehouse = act.Get<LiveWarehouse>().Connect();
        act.Get<KeptRules>().Add(warehouse, act.Of("name"), act.Of("rule"));
        return new ActDone(Page(act), $"“{act.Of("name")}” is kept in {SegmentRules.FileName}. From the next run on its customers are those of whom this holds: {act.Of("rule")}");
    }

    private static string Page(Act act) => "/segments/build?rule=" + Uri.EscapeDataString(act.Of("rule"));

    /// <summary>Quoted, and nothing that a spreadsheet would take for a formula.</summary>
    private static string Quoted(string? text) => text is null ? "" : "\"" + (text.Length > 0 && "=+-@\t\r".Contains(text[0]) ? "'" : "") + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
