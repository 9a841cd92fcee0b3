namespace Habitue.Decisions.Policies;

/// <summary>Which variation of an experiment a customer is in.</summary>
/// <param name="known">
/// Asks the experiments of the server: the variation's name, null when there is no such experiment there; then the weights of the file
/// of decisions divide the customers, by the same bucketing.
/// </param>
internal sealed class Assignments(Func<string, string, string?>? known = null)
{
    public Variation Of(string experiment, string customer, IReadOnlyList<Variation> variations)
    {
        if (known?.Invoke(experiment, customer) is { } name && variations.FirstOrDefault(one => one.Name == name) is { } there) return there;
        var (place, sum) = (Hashing.Bucket(customer, experiment), variations.Sum(one => one.Weight));
        foreach (var one in variations)
            if ((place -= one.Weight / sum) < 0) return one;
        return variations.Last(one => one.Weight > 0);
    }
}
