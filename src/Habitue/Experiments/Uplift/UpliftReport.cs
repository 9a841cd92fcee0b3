using Habitue.Experiments.Definitions;

namespace Habitue.Experiments.Uplift;

/// <summary>How it stands with whom to treat.</summary>
internal enum UpliftState
{
    /// <summary>The customers of the test are not divided as meant: nothing is said.</summary>
    Withheld,

    /// <summary>The data do not suffice, or the model is not surely better than chance.</summary>
    NotReady,

    /// <summary>The model is surely better than chance, and the customers are scored.</summary>
    Ready,
}

/// <summary>What was found about whom to treat.</summary>
/// <param name="Sentence">How it stands, in words.</param>
/// <param name="Rows">The customers that it was found with; null where it did not come to that.</param>
/// <param name="Found">The model and how it was judged; likewise.</param>
/// <param name="Scored">What was published; null unless it is ready.</param>
internal sealed record UpliftReport(Experiment Experiment, string Variant, UpliftState State, string Sentence, UpliftRows? Rows = null, UpliftSheet? Found = null, ScoredUplift? Scored = null);

/// <summary>What was published.</summary>
/// <param name="Customers">Known customers who may be addressed.</param>
/// <param name="Treat">For how many treating is worth it.</param>
/// <param name="SleepingDogs">How many lie in a fifth where treating surely did harm.</param>
/// <param name="LeftOut">Who must not be addressed, in words; null when nobody.</param>
/// <param name="AsOf">The moment of their features.</param>
internal sealed record ScoredUplift(long Customers, long Treat, long SleepingDogs, string? LeftOut, DateTime AsOf);
