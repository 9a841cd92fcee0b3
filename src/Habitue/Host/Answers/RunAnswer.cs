using System.Text.Json;
using Habitue.Lake.Cleaning;
using Habitue.Stages;

namespace Habitue.Host.Answers;

/// <summary>What a run comes to, for programs.</summary>
internal static class RunAnswer
{
    public static void Write(TextWriter output, FlowState state, ShopFigures shop, TimeSpan time)
    {
        using var answer = new JsonAnswer(output);
        answer.Object(json =>
        {
            Read(json, state);
            Found(json, shop.Facts);
            json.WriteStartArray("wrong");
            foreach (var step in shop.Wrong) Step(json, step);
            json.WriteEndArray();
            json.WriteNumber("customers", shop.Customers);
            json.WriteNumber("buyers", shop.Buyers);
            json.WriteNumber("orders", shop.Orders);
            json.WriteNumber("revenue", shop.Revenue);
            json.WriteNumber("returned", shop.Returned);
            json.WriteString("currency", shop.Currency);
            Moment(json, "from", shop.From);
            Moment(json, "until", shop.Until);
            Moment(json, "as_of", state.AsOf);
            json.WriteStartArray("segments");
            foreach (var segment in shop.Segments)
            {
                json.WriteStartObject();
                json.WriteString("name", segment.Name);
                json.WriteNumber("customers", segment.Customers);
                json.WriteNumber("share", segment.Share);
                json.WriteNumber("revenue", segment.Revenue);
                json.WriteNumber("revenue_share", segment.RevenueShare);
                json.WriteNumber("recency_days", segment.RecencyDays);
                json.WriteNumber("orders", segment.Orders);
                json.WriteNumber("average_order_value", segment.AverageOrderValue);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteString("report", state.Report);
            json.WriteStartObject("seconds");
            foreach (var (stage, took) in state.Times) json.WriteNumber(JsonNamingPolicy.SnakeCaseLower.ConvertName(stage), Math.Round(took.TotalSeconds, 3));
            json.WriteNumber("all", Math.Round(time.TotalSeconds, 3));
            json.WriteEndObject();
        });
    }

    public static void Step(Utf8JsonWriter json, QualityStep step)
    {
        json.WriteStartObject();
        json.WriteNumber("step", step.Step);
        json.WriteString("rule", step.Rule);
        json.WriteString("issue", step.Issue);
        json.WriteString("method", step.Method);
        json.WriteString("action", step.Action);
        json.WriteNumber("found", step.Found);
        json.WriteNumber("touched", step.Touched);
        json.WriteString("note", step.Note);
        json.WriteEndObject();
    }

    private static void Read(Utf8JsonWriter json, FlowState state)
    {
        json.WriteStartObject("read");
        json.WriteBoolean("nothing_new", state.Load.NothingNew);
        json.WriteNumber("files", state.Load.FilesRead);
        json.WriteNumber("unchanged", state.Load.FilesUnchanged);
        json.WriteNumber("bytes", state.Load.BytesRead);
        json.WriteNumber("rows", state.Load.Rows);
        json.WriteNumber("kept", state.Load.Kept);
        json.WriteNumber("rejected", state.Load.Rejected);
        json.WriteStartArray("refused");
        foreach (var refused in state.Load.Refused) json.WriteStringValue(refused.Reason);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Found(Utf8JsonWriter json, QualityFacts facts)
    {
        json.WriteStartObject("found");
        json.WriteNumber("lines", facts.Lines);
        json.WriteNumber("customers", facts.Customers);
        json.WriteNumber("orders", facts.Orders);
        json.WriteNumber("products", facts.Products);
        json.WriteNumber("countries", facts.Countries);
        json.WriteNumber("sale_lines", facts.SaleLines);
        json.WriteNumber("sale_customers", facts.SaleCustomers);
        json.WriteNumber("sale_orders", facts.SaleOrders);
        json.WriteEndObject();
    }

    private static void Moment(Utf8JsonWriter json, string name, DateTime? moment)
    {
        if (moment is { } at) json.WriteString(name, at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture));
        else json.WriteNull(name);
    }
}
