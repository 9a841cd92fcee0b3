using Habitue.ModelShelf;
using Habitue.Server.Web;

namespace Habitue.Predictions;

/// <summary>The version of a model that answers, or else the newest, with all that it was judged by.</summary>
internal sealed record JudgedModel(string Name, int Version, bool Promoted, string Verdict, IReadOnlyList<ModelMetric> Metrics, ILookup<string, CurvePoint> Curves)
{
    private sealed record Row(int Version, bool Promoted, string Verdict);

    /// <summary>The page of a model; null when it is not on the shelf.</summary>
    public static string? Address(PageView view, string name) => view.Has("models") && view.Warehouse.Scalar<long>("SELECT COUNT(*) FROM models WHERE name = $1", name) > 0 ? view.To(ModelsModule.Address(name)) : null;

    /// <summary>Null when there is no model of the name.</summary>
    public static JudgedModel? Read(PageView view, string name)
    {
        if (!view.Has("models", "promotions", "model_metrics", "model_curves")) return null;
        var found = view.Warehouse.Rows<Row>("""
            SELECT m.version, p.since IS NOT NULL AS promoted, m.verdict FROM models m LEFT JOIN promotions p ON p.name = m.name AND p.version = m.version AND p.until IS NULL
            WHERE m.name = $1 ORDER BY p.since IS NULL, m.version DESC LIMIT 1
            """, name);
        if (found is not [var model]) return null;
        return new JudgedModel(name, model.Version, model.Promoted, model.Verdict,
            view.Warehouse.Rows<ModelMetric>("SELECT part, metric, value, low, high, baseline, higher_is_better FROM model_metrics WHERE name = $1 AND version = $2 ORDER BY place", name, model.Version),
            view.Warehouse.Rows<CurvePoint>("SELECT curve, x, y, weight FROM model_curves WHERE name = $1 AND version = $2 ORDER BY place", name, model.Version).ToLookup(point => point.Curve));
    }
}
