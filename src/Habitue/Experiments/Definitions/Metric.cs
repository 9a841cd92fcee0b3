namespace Habitue.Experiments.Definitions;

/// <summary>What a figure counts, always per customer and from their first exposure on.</summary>
internal enum MetricKind
{
    /// <summary>The share of customers with an order.</summary>
    Conversion,

    /// <summary>What a customer spends, 0 for those who buy nothing.</summary>
    Revenue,

    /// <summary>Revenue per order: a ratio, of which customers are the unit.</summary>
    OrderValue,

    /// <summary>The share of customers who come back between two days.</summary>
    Retention,

    /// <summary>The share of customers who do something, named by its event.</summary>
    Event,
}

/// <summary>A figure by which experiments are judged.</summary>
internal sealed record Metric(string Name, MetricKind Kind)
{
    /// <summary>Counted from so many days after the exposure…</summary>
    public double FromDays { get; init; }

    /// <summary>… to so many days after it. Customers who were exposed less long ago are left out until they can be judged.</summary>
    public double ToDays { get; init; } = 14;

    /// <summary>Amounts above this quantile of all arms together count as it; null: no cap.</summary>
    public double? Cap { get; init; }

    /// <summary>Whether what the customer spent before the exposure is taken out (CUPED).</summary>
    public bool Adjusted { get; init; }

    /// <summary>How many days before the exposure are looked at for that.</summary>
    public double BeforeDays { get; init; } = 60;

    /// <summary>The name of the event, for <see cref="MetricKind.Event"/>.</summary>
    public string Event { get; init; } = "";

    public bool LessIsBetter { get; init; }

    public bool IsShare => Kind is MetricKind.Conversion or MetricKind.Retention or MetricKind.Event;
}

/// <summary>A figure that may not get worse by more than a margin; a test in which it surely does is stopped.</summary>
internal sealed record Guardrail(Metric Metric, double Margin);
