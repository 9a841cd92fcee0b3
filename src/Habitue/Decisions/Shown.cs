namespace Habitue.Decisions;

/// <summary>What one customer was shown at one moment, as far as caps and outcomes ask for it.</summary>
internal sealed class Shown(string decision, string placement, IReadOnlyList<string> actions, bool ofProducts, long at)
{
    public string Decision => decision;

    public string Placement => placement;

    public IReadOnlyList<string> Actions => actions;

    public bool OfProducts => ofProducts;

    /// <summary>When, in seconds since 1970.</summary>
    public long At => at;

    /// <summary>Its outcome has come.</summary>
    public bool Rewarded { get; set; }
}
