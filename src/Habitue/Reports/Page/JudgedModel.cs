using Habitue.ModelShelf;

namespace Habitue.Reports.Page;

/// <summary>A model on the shelf with all that it was judged by: the one of its name that answers, else the newest.</summary>
/// <param name="Label">What readers call it: "within 30 days".</param>
internal sealed record JudgedModel(string Label, ShownModel Model, IReadOnlyList<ModelMetric> Metrics, ILookup<string, CurvePoint> Curves)
{
    /// <summary>Null when there is no model of the name.</summary>
    public static JudgedModel? Read(Queries ask, string name, string label)
    {
        if (!ask.Has("models", "promotions", "model_metrics", "model_curves") || ask.Rows<ShownModel>("model", name) is not [var model]) return null;
        return new JudgedModel(label, model, ask.Rows<ModelMetric>("model_metrics", name, model.Version), ask.Rows<CurvePoint>("model_curves", name, model.Version).ToLookup(point => point.Curve));
    }

    /// <summary>The models of these names that there are.</summary>
    public static IReadOnlyList<JudgedModel> ReadAll(Queries ask, params ReadOnlySpan<(string Name, string Label)> models)
    {
        var found = new List<JudgedModel>();
        foreach (var (name, label) in models)
            if (Read(ask, name, label) is { } model) found.Add(model);
        return found;
    }

    /// <summary>A figure on all rows; null when it was not judged by that.</summary>
    public ModelMetric? Metric(string name) => Metrics.FirstOrDefault(metric => metric.Part == "all" && metric.Metric == name);
}

/// <summary>Which version of a model it is.</summary>
/// <param name="Promoted">It is the one that answers.</param>
internal sealed record ShownModel(string Name, int Version, bool Promoted, string Recipe, DateTime AsOf, string Verdict);
