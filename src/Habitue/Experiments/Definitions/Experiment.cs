using System.Text.Json;
using Habitue.Experiments.Assignment;

namespace Habitue.Experiments.Definitions;

/// <summary>One arm of a test.</summary>
/// <param name="Name">What exposures and results call it.</param>
/// <param name="Weight">Its share of those who take part.</param>
/// <param name="Value">What the site is told: a boolean, number, text or object.</param>
internal sealed record Variant(string Name, double Weight, JsonElement Value);

/// <summary>A test: who takes part, what they get, and by what it is judged.</summary>
internal sealed record Experiment(string Key, Division Division)
{
    public required string Name { get; init; }

    public string Hypothesis { get; init; } = "";

    /// <summary>The control first.</summary>
    public required IReadOnlyList<Variant> Variants { get; init; }

    public required Metric Goal { get; init; }

    /// <summary>Looked at besides the goal.</summary>
    public IReadOnlyList<Metric> Others { get; init; } = [];

    public IReadOnlyList<Guardrail> Guardrails { get; init; } = [];

    public DateTime? Starts { get; init; }

    public DateTime? Ends { get; init; }

    public bool Running { get; init; }

    public double Level { get; init; } = 0.95;

    /// <summary>The customers of two arms together at which the limits that hold at every look are narrowest.</summary>
    public double TunedFor { get; init; } = 5_000;

    /// <summary>The line of the file.</summary>
    public int Line { get; init; }

    public bool RunsAt(DateTime moment) => Running && !(moment < Starts) && !(moment >= Ends);
}

/// <summary>All that a file says.</summary>
/// <param name="Holdout">Whom no experiment touches.</param>
/// <param name="Experiments">By key.</param>
/// <param name="Groups">Lists of values for conditions.</param>
/// <param name="Version">Changes with the text.</param>
internal sealed record ExperimentSet(Holdout Holdout, IReadOnlyDictionary<string, Experiment> Experiments, IReadOnlyDictionary<string, JsonElement> Groups, string Version)
{
    public static readonly ExperimentSet None = new(Holdout.None, new Dictionary<string, Experiment>(), new Dictionary<string, JsonElement>(), "none");
}
