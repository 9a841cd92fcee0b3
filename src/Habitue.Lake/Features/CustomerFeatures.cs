using Habitue.Lake.Storage;

namespace Habitue.Lake.Features;

/// <summary>The features of every customer as of a moment, and the RFM scores made of them.</summary>
public static class CustomerFeatures
{
    /// <summary>The tables of features, in the order in which they are made.</summary>
    public static IReadOnlyList<SqlModel> Models { get; } =
        [.. SqlModel.Embedded(typeof(CustomerFeatures).Assembly, "Features")];
}
