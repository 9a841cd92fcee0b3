using Habitue.Learning.Models;

namespace Habitue.ModelShelf;

/// <summary>A model that was just learned and judged, to be put on the shelf.</summary>
internal sealed record ModelDraft
{
    public required string Name { get; init; }

    public required string Slice { get; init; }

    /// <summary>What it is for, and what not.</summary>
    public required string Purpose { get; init; }

    public required DateTime AsOf { get; init; }

    /// <summary>Stands for the data.</summary>
    public required string Data { get; init; }

    /// <summary>What it was learned and judged on, in words: how many rows, which dates.</summary>
    public required string LearnedFrom { get; init; }

    public required string Recipe { get; init; }

    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    public required IReadOnlyList<string> Features { get; init; }

    public required IReadOnlyList<ModelMetric> Metrics { get; init; }

    /// <summary>What the figures were measured on, in words.</summary>
    public string JudgedOn { get; init; } = "data that it had never seen";

    public IReadOnlyList<CurvePoint> Curves { get; init; } = [];

    /// <summary>It is better than the baseline: it will be promoted.</summary>
    public required bool Ready { get; init; }

    public required string Verdict { get; init; }

    /// <summary>Where it must not be trusted.</summary>
    public required string Limits { get; init; }

    /// <summary>The fitted models that it is made of, by name; usually one, <c>model</c>.</summary>
    public required IReadOnlyList<(string Part, IModel Model)> Parts { get; init; }
}
