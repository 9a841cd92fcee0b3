using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Recommendation;

namespace Habitue.Tests.Learning.Recommendation;

/// <summary>Files whose checksum is right but whose parts do not fit together are refused as files, whatever they say.</summary>
public sealed class SavedRecommendersTests
{
    private static readonly Interactions Bought = Interactions.Of([("ann", "tea", 2f), ("ann", "cup", 1f), ("bob", "tea", 1f)]).WithAttributes([("tea", "drink", 1f)]);

    public static TheoryData<string, string> Broken() => new()
    {
        { "item-neighbours 1", "neighbour-starts" },
        { "user-neighbours 1", "listened" },
        { "user-neighbours 1", "rareness" },
        { "ease 1", "weights" },
        { "implicit-als 1", "user-factors" },
        { "implicit-als 1", "item-factors" },
        { "bpr 1", "biases" },
        { "matrix-factorization 1", "user-biases" },
        { "content-based 1", "attributes" },
        { "popularity 1", "popularity" },
        { "hybrid 1", "blend" },
        { "hybrid 1", "weights" },
        { "ease 1", "starts" },
        { "popularity 1", "users" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_part_that_does_not_fit_is_refused(string kind, string entry)
    {
        var algorithm = Algorithms.All.First(one => $"{one.Format.Kind} {one.Format.Version}" == kind);
        var model = ((IEstimator<Interactions, IRecommender>)algorithm.Recipe).Fit(Bought);

        Assert.Throws<InvalidDataException>(() => ModelFile.Load(new MemoryStream(ModelFile.Save(new Spoiled(model, entry)))));
    }

    /// <summary>A model that writes one entry again, wrong: a lone -1, which belongs nowhere.</summary>
    private sealed class Spoiled(IModel model, string entry) : IModel
    {
        public ModelCard Card => model.Card;

        public void Save(ModelWriter to)
        {
            model.Save(to);
            switch (entry)
            {
                case "users": to.Write(entry, (string[])["ann", "ann"]); break;
                case "weights" or "rareness" or "popularity" when model is not EaseModel: to.Write(entry, (double[])[-1, -1, -1, -1, -1]); break;
                case "weights" or "user-factors" or "item-factors" or "biases" or "user-biases": to.Write(entry, (float[])[-1, -1, -1, -1, -1]); break;
                default: to.Write(entry, (int[])[-1]); break;
            }
        }
    }
}
