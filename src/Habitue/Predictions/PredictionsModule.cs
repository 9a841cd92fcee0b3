using System.Globalization;
using System.Text;
using Habitue.Insights;
using Habitue.Server;
using Habitue.Server.Web;
using Habitue.Server.Web.Access;
using Habitue.Server.Web.View;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Habitue.Predictions;

/// <summary>The whole lists behind the predictions as CSV: who is at risk, who is likely to buy, what everybody is worth. The address holds what the page holds.</summary>
internal sealed class PredictionsModule : LiveModule
{
    private const int FlushAt = 1 << 16;

    private static readonly NavAttribute Page = new("/predictions", "Predictions", 0) { KeepsTo = FilterParts.Segment, AsksItself = true };

    public override void Endpoints(WebApplication app) =>
        app.MapGet("/predictions/{list}.csv", (string list, HttpContext call, PageView view, SignedIn signedIn) => Answer(list, call, view, signedIn)).ExcludeFromDescription();

    private static IResult Answer(string list, HttpContext call, PageView view, SignedIn signedIn)
    {
        SecurityHeaders.Set(call.Response);
        if (signedIn.Of(call) is not { } who) return SignInEndpoints.Ask(call);
        (view.Http, view.Who, view.Nav) = (call, who, Page);
        if (Query(list, view) is not { } query) return Results.NotFound();
        call.Response.Headers.ContentDisposition = $"attachment; filename=\"{list}.csv\"";
        return Results.Stream(stream => Write(view, query, stream), "text/csv; charset=utf-8");
    }

    /// <summary>What a list asks the warehouse; null when there is no such list.</summary>
    private static (string Sql, object?[] Values)? Query(string list, PageView view) => list switch
    {
        "churn" when view.Has("churn_risks", "customers") => ($"""
            SELECT r.customer_id, ROUND(r.probability, 4) AS risk, r.days_since_last_order, r.spend_365d, r.expected_loss, c.marketing_consent AS said_yes_to_marketing
            FROM churn_risks r JOIN customers c ON c.customer_id = r.customer_id WHERE r.probability * 100 >= $1 AND {view.Filter.OfSegment("r.customer_id")} AND {Consent.MayBeContacted(view.Warehouse, "r.customer_id")} ORDER BY r.expected_loss DESC, r.customer_id
            """, [(double)ChurnQuestion.Read(view).Percent]),
        "purchase" when view.Has("purchase_scores", "customers") => ($"""
            SELECT p.customer_id, p.horizon_days, ROUND(p.probability, 4) AS probability, {Consent.MayBeWrittenTo(view.Warehouse, "p.customer_id")} AS may_be_written_to
            FROM purchase_scores p WHERE p.horizon_days = $1 AND {view.Filter.OfSegment("p.customer_id")} ORDER BY p.probability DESC, p.customer_id
            """, [int.TryParse(view.Asked("days"), NumberStyles.None, CultureInfo.InvariantCulture, out var days) ? days : 7]),
        "value" when view.Has("customer_values") => ($"""
            SELECT v.customer_id, ROUND(v.value_12m, 2) AS value_12m, ROUND(v.low_80, 2) AS low_80, ROUND(v.high_80, 2) AS high_80, ROUND(v.low_95, 2) AS low_95, ROUND(v.high_95, 2) AS high_95, ROUND(v.probability_alive, 4) AS probability_alive, ROUND(v.value_so_far, 2) AS value_so_far
            FROM customer_values v WHERE {view.Filter.OfSegment("v.customer_id")} ORDER BY v.value_12m DESC, v.customer_id
            """, []),
        _ => null,
    };

    private static async Task Write(PageView view, (string Sql, object?[] Values) query, Stream stream)
    {
        using var result = view.Warehouse.Stream(query.Sql, query.Values, view.Cancel);
        var text = new StringBuilder().AppendJoin(',', result.Columns.Select(column => column.Name)).Append("\r\n");
        var width = result.Columns.Count;
        foreach (var chunk in result.Chunks())
            for (var row = 0; row < chunk.Count; row++)
            {
                for (var column = 0; column < width; column++)
                {
                    if (column > 0) text.Append(',');
                    var value = chunk[column].GetValue(row);
                    text.Append(Field(column == 0 && value is string id ? view.IdShown(id) : value));
                }
                text.Append("\r\n");
                if (text.Length < FlushAt) continue;
                await stream.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), view.Cancel);
                text.Clear();
            }
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), view.Cancel);
    }

    /// <summary>A value as CSV holds it. A text that a spreadsheet would take for a formula begins with an apostrophe.</summary>
    internal static string Field(object? value) => value switch
    {
        null => "",
        bool truth => truth ? "yes" : "no",
        string { Length: > 0 } text => Quoted(text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + text : text),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => Quoted(value.ToString() ?? ""),
    };

    private static string Quoted(string text) => text.AsSpan().ContainsAny("\",\r\n") ? $"\"{text.Replace("\"", "\"\"")}\"" : text;
}
