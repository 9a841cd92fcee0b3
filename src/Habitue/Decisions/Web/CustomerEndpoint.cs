using System.Text.Json;
using Habitue.Decisions.Customers;
using Habitue.Decisions.Log;
using Habitue.Host.Answers;
using Habitue.Server;
using Microsoft.AspNetCore.Http;

namespace Habitue.Decisions.Web;

/// <summary><c>GET /v1/customers/{id}</c>: all that is known of one; <c>GET /v1/customers/{id}/recommendations</c>: what could be shown to one now.</summary>
internal sealed class CustomerEndpoint(Decider decider, DecisionMemory memory, LiveFactsOf live, LiveWarehouse warehouse, TimeProvider clock)
{
    private const int MostRecommended = 100, RecentEvents = 50;

    public IResult Profile(string id, CancellationToken cancel)
    {
        if (id.Length > RequestReader.LongestId) return AnswerWriter.Problem($"A customer's id has at most {RequestReader.LongestId} letters.", StatusCodes.Status400BadRequest);
        using var connection = warehouse.Connect();
        var parts = CustomerParts.Read(connection, id, cancel);
        var (facts, shown) = (live(id, Decider.MostPatience), memory.Shown.Of(id, _ => true));
        if (parts.Count == 0 && shown.Count == 0 && ReferenceEquals(facts, LiveFacts.None)) return AnswerWriter.Problem($"Nobody is known by the id '{id}'.", StatusCodes.Status404NotFound);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, AnswerWriter.Escaped))
        {
            json.WriteStartObject();
            json.WriteString("customer_id", id);
            foreach (var part in parts) part.Write(json);
            CustomerParts.Features(connection, id, cancel)?.Write(json);
            CustomerParts.RecentEvents(connection, id, RecentEvents, cancel)?.Write(json);
            Live(json, facts);
            Decisions(json, shown);
            json.WriteEndObject();
        }
        return Results.Bytes(buffer.ToArray(), "application/json");
    }

    public IResult Recommendations(string id, HttpRequest call)
    {
        if (id.Length is 0 or > RequestReader.LongestId) return AnswerWriter.Problem($"A customer's id has 1 to {RequestReader.LongestId} letters.", StatusCodes.Status400BadRequest);
        var count = 10;
        if (call.Query.TryGetValue("count", out var told) && (!int.TryParse(told, out count) || count is < 1 or > MostRecommended))
            return AnswerWriter.Problem($"The parameter count is '{told}'; it must be a number from 1 to {MostRecommended}.", StatusCodes.Status400BadRequest);
        string? product = call.Query["product"];
        var context = new Dictionary<string, string>(StringComparer.Ordinal);
        if (product is not null) context["product"] = product;
        var world = decider.World;
        var request = new DecideRequest("", id, null, [], context, new Dictionary<string, bool>());
        var (customer, rules) = (decider.View(world, request), new Eligibility(world, memory.Shown, memory.Consents));
        if (!rules.Allows(request, customer, "personalization") || !rules.Allows(request, customer, "marketing")) customer = CustomerView.Nobody with { Context = context };
        var placement = new Placement { Id = "recommendations", Line = 0, Products = product is null ? ProductSource.Recommendations : ProductSource.Similar, Policy = new(Policies.PolicyKind.Recommender), Count = count };
        var now = clock.GetUtcNow().UtcDateTime;
        var may = Sources.Of(placement, world, customer).Where(one => rules.Against(one, request, customer, now) is null).Take(count);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, AnswerWriter.Escaped))
        {
            json.WriteStartObject();
            json.WriteString("customer_id", id);
            json.WriteBoolean("known", customer.IsKnown);
            json.WriteStartArray("recommendations");
            foreach (var one in may) AnswerWriter.Write(json, new ShownAction(one.Id, one.Words, one.Score), isProduct: true, world);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Results.Bytes(buffer.ToArray(), "application/json");
    }

    private static void Live(Utf8JsonWriter json, LiveFacts facts)
    {
        json.WriteStartObject("live");
        foreach (var (name, value) in facts.Numbers)
            if (double.IsFinite(value)) json.WriteNumber(name, value);
        json.WriteStartObject("traits");
        foreach (var (name, value) in facts.Traits) json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteStartArray("segments");
        foreach (var segment in facts.Segments) json.WriteStringValue(segment);
        json.WriteEndArray();
        json.WriteStartArray("products");
        foreach (var product in facts.Products) json.WriteStringValue(product);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Decisions(Utf8JsonWriter json, IReadOnlyList<Shown> shown)
    {
        json.WriteStartArray("decisions");
        foreach (var one in shown.Take(20))
        {
            json.WriteStartObject();
            json.WriteString("decision_id", one.Decision);
            json.WriteString("placement", one.Placement);
            json.WriteString("action", one.Actions.Count > 0 ? one.Actions[0] : null);
            json.WriteString("at", DateTimeOffset.FromUnixTimeSeconds(one.At).UtcDateTime);
            json.WriteBoolean("rewarded", one.Rewarded);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
