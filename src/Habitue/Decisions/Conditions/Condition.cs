using Habitue.Decisions.Customers;

namespace Habitue.Decisions.Conditions;

/// <summary>
/// What must hold of a customer. A comparison with a missing value does not hold, whichever way it is written; so <c>not</c> of it
/// holds. Immutable and safe for many threads.
/// </summary>
internal abstract record Condition
{
    public abstract bool Holds(in CustomerView customer);

    /// <summary>The names of other conditions that it uses.</summary>
    public virtual IEnumerable<string> Uses => [];
}

/// <summary>All of them.</summary>
internal sealed record Both(Condition First, Condition Second) : Condition
{
    public override IEnumerable<string> Uses => First.Uses.Concat(Second.Uses);

    public override bool Holds(in CustomerView customer) => First.Holds(customer) && Second.Holds(customer);
}

/// <summary>One of them or more.</summary>
internal sealed record Either(Condition First, Condition Second) : Condition
{
    public override IEnumerable<string> Uses => First.Uses.Concat(Second.Uses);

    public override bool Holds(in CustomerView customer) => First.Holds(customer) || Second.Holds(customer);
}

/// <summary>The opposite.</summary>
internal sealed record Not(Condition Of) : Condition
{
    public override IEnumerable<string> Uses => Of.Uses;

    public override bool Holds(in CustomerView customer) => !Of.Holds(customer);
}

/// <summary>There is a value.</summary>
internal sealed record Known(CustomerField Field) : Condition
{
    public override bool Holds(in CustomerView customer) => customer.Has(Field);
}

/// <summary>A number beside another: <c>recency_days &lt;= 30</c>.</summary>
internal sealed record NumberIs(CustomerField Field, string Operator, double Number) : Condition
{
    public override bool Holds(in CustomerView customer)
    {
        var value = customer.Number(Field);
        return Operator switch
        {
            "<" => value < Number,
            "<=" => value <= Number,
            ">" => value > Number,
            ">=" => value >= Number,
            "=" => value == Number,
            _ => !double.IsNaN(value) && value != Number,
        };
    }
}

/// <summary>A text is one of some: <c>country in ("France", "Spain")</c>.</summary>
internal sealed record TextIs(CustomerField Field, IReadOnlyList<string> Texts, bool IsNot) : Condition
{
    public override bool Holds(in CustomerView customer)
    {
        if (!customer.Has(Field)) return false;
        foreach (var text in Texts)
            if (customer.Is(Field, text)) return !IsNot;
        return IsNot;
    }
}

/// <summary>Another condition by its name.</summary>
internal sealed record Named(string Name, ConditionSet Conditions) : Condition
{
    public override IEnumerable<string> Uses => [Name];

    public override bool Holds(in CustomerView customer) => Conditions[Name].Holds(customer);
}

/// <summary>The conditions that have a name. Filled while the file is read and never changed afterwards.</summary>
internal sealed class ConditionSet
{
    private readonly Dictionary<string, Condition> conditions = new(StringComparer.Ordinal);
    private readonly HashSet<string> names = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Names => names;

    public Condition this[string name] => conditions[name];

    public bool Declare(string name) => names.Add(name);

    public void Define(string name, Condition condition) => conditions[name] = condition;

    /// <summary>A chain of names that leads back to where it starts; null when there is none.</summary>
    public IReadOnlyList<string>? Cycle() => Cycles.Find(names, name => conditions.TryGetValue(name, out var condition) ? condition.Uses : []);
}
