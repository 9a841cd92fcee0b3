using Habitue.Reports.Page;
using Habitue.Server.Web;

namespace Habitue.Customers;

/// <summary>What the models expect of a customer, each with its reasons; a slice that is not ready says so in its own words.</summary>
internal static class CustomerScores
{
    public static IReadOnlyList<ScoreCard> Read(PageView view, string id) => [.. Purchases(view, id), .. Churn(view, id), .. Value(view, id)];

    private static IEnumerable<ScoreCard> Purchases(PageView view, string id)
    {
        if (!view.Has("purchase_scores") || view.LackOf("purchase") is not null) return [Lacking(view, "Likely to buy", "purchase")];
        return view.Warehouse.Rows<(int Days, double Probability, string Model, int Version)>("SELECT horizon_days, probability, model, version FROM purchase_scores WHERE customer_id = $1 ORDER BY horizon_days", id)
            .Select(one => new ScoreCard($"Buys within {one.Days} days", Numbers.Share(one.Probability), one.Probability, $"by {one.Model}, version {one.Version}",
                view.Has("purchase_reasons") ? view.Warehouse.Rows<Reason>($"SELECT contribution, words FROM purchase_reasons WHERE customer_id = $1 AND horizon_days = $2 AND {Prediction.Reasons.NamesFeature} ORDER BY place", id, one.Days) : []));
    }

    private static IEnumerable<ScoreCard> Churn(PageView view, string id)
    {
        if (!view.Has("churn_risks") || view.LackOf("churn") is not null) return [Lacking(view, "Stays away", "churn")];
        return view.Warehouse.Rows<(double? Probability, int? Days, string Class, double? Loss)>("SELECT probability, horizon_days, risk_class, CAST(expected_loss AS DOUBLE) FROM churn_risks WHERE customer_id = $1", id)
            .Select(one => new ScoreCard("Stays away", one.Probability is { } p ? Numbers.Share(p) : one.Class, one.Probability, $"risk {one.Class}" + (one.Days is { } days ? $", for {days} days" : "") + (one.Loss is { } loss ? $"; {view.Format.Money(loss)} are at stake" : ""),
                view.Has("churn_reasons") ? view.Warehouse.Rows<Reason>($"SELECT contribution, words FROM churn_reasons WHERE customer_id = $1 AND {Prediction.Reasons.NamesFeature} ORDER BY place", id) : []));
    }

    private static IEnumerable<ScoreCard> Value(PageView view, string id)
    {
        if (!view.Has("customer_values") || view.LackOf("value") is not null) return [Lacking(view, "Value of the next 12 months", "value")];
        return view.Warehouse.Rows<(double Value, double Low, double High, double Alive, double Purchases)>("SELECT value_12m, low_80, high_80, probability_alive, purchases_12m FROM customer_values WHERE customer_id = $1", id)
            .Select(one => new ScoreCard("Value of the next 12 months", view.Format.Money(one.Value), null, $"between {view.Format.Money(one.Low)} and {view.Format.Money(one.High)} with 80 %; still a customer with {Numbers.Share(one.Alive)}; {Numbers.Value(one.Purchases)} orders expected",
                view.Has("value_reasons") ? view.Warehouse.Rows<Reason>("SELECT contribution, words FROM value_reasons WHERE customer_id = $1 ORDER BY place", id) : []));
    }

    private static ScoreCard Lacking(PageView view, string title, string slice) => new(title, "", null, view.LackOf(slice) ?? $"Nothing was learned yet: habitue run PATH, or habitue train {slice}.", []);
}
