namespace Habitue.Learning;

/// <summary>
/// Joins steps that were fitted apart into one model: when several recipes learn from the same encoded rows, and only the best
/// shall be kept with its encoder. Recipes that are fitted once are joined by <see cref="ClassifierChains"/> and <see cref="RegressorChains"/>.
/// <code>
/// IEncoder encoder = new FrameEncoder().Fit(customers);
/// var model = encoder.With(new LogisticRegression().Fit(labels.With(encoder.Encode(customers))));
/// </code>
/// </summary>
public static class FittedChains
{
    /// <summary>An encoder and a classifier of its rows.</summary>
    /// <exception cref="BadDataException">The classifier needs a column that the encoder does not make.</exception>
    public static EncodedClassifier<TLast> With<TLast>(this IEncoder first, TLast last)
        where TLast : class, IClassifier => new(Makes(first, last), last);

    /// <summary>An encoder and a regressor of its rows.</summary>
    /// <exception cref="BadDataException">The regressor needs a column that the encoder does not make.</exception>
    public static EncodedRegressor<TLast> AndAmounts<TLast>(this IEncoder first, TLast last)
        where TLast : class, IRegressor => new(Makes(first, last), last);

    private static IEncoder Makes(IEncoder first, Models.IModel last)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(last);
        foreach (var column in last.Card.Columns)
            if (!first.OutputColumns.Contains(column)) throw new BadDataException($"The encoder makes no column '{column}', which the model needs.", column);
        return first;
    }
}
