using System.Globalization;
using System.Text;
using Habitue.Host;
using Habitue.Server;
using Habitue.Server.Web;
using Habitue.Server.Web.Access;
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
        app.MapPost("/segments/rules", (HttpContext call, PageView view, SignedIn signedIn, KeptRules rules) => Keep(call, view, signedIn, rules)).ExcludeFromDescription();
    }

    private static IResult Csv(HttpContext call, PageView view, SignedIn signedIn)
    {
        SecurityHeaders.Set(call.Response);
        if (signedIn.Of(call) is not { } who) return SignInEndpoints.Ask(call);
        (view.Http, view.Who, view.Nav) = (call, who, new NavAttribute("/segments/chosen", "", 0));
        if (!CustomerChoice.CanBeMade(view)) return Results.Text("There are no segments yet.", statusCode: StatusCodes.Status404NotFound);
        var choice = CustomerChoice.Read(view);
        if (!choice.IsMade) return Results.Text(choice.Mistake, statusCode: StatusCodes.Status400BadRequest);
        var text = new StringBuilder("\uFEFFcustomer_id,segment,orders,value,days_since_last_order,rfm\r\n");
        foreach (var one in choice.List(view, MostRows))
            text.Append(CultureInfo.InvariantCulture, $"{Quoted(view.IdShown(one.Customer))},{Quoted(one.Segment)},{one.Orders},{one.Value:R},{one.Recency:R},{Quoted(one.Rfm)}\r\n");
        return Results.File(Encoding.UTF8.GetBytes(text.ToString()), "text/csv; charset=utf-8", "customers.csv");
    }

    private static async Task<IResult> Keep(HttpContext call, PageView view, SignedIn signedIn, KeptRules rules)
    {
        SecurityHeaders.Set(call.Response);
        if (signedIn.Of(call) is not { } who) return SignInEndpoints.Ask(call);
        if (!who.Role.MayKeepRules()) return Results.StatusCode(StatusCodes.Status403Forbidden);
        if (!call.Request.HasFormContentType) return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        var form = await call.Request.ReadFormAsync(call.RequestAborted);
        if (!SignedIn.IsOwnForm(who, form[SignedIn.FormField])) return Results.StatusCode(StatusCodes.Status400BadRequest);
        var (name, rule) = (form["name"].ToString(), form["rule"].ToString());
        var back = "/segments/build?rule=" + Uri.EscapeDataString(rule);
        try
        {
            rules.Add(view.Warehouse, name, rule);
            return Results.Redirect($"{back}&kept={Uri.EscapeDataString(name)}");
        }
        catch (UserMistakeException mistake)
        {
            return Results.Redirect($"{back}&problem={Uri.EscapeDataString(mistake.Message)}");
        }
    }

    /// <summary>Quoted, and nothing that a spreadsheet would take for a formula.</summary>
    private static string Quoted(string? text) => text is null ? "" : "\"" + (text.Length > 0 && "=+-@\t\r".Contains(text[0]) ? "'" : "") + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
