using Habitue.Learning;
using Habitue.Learning.Bandits;
using Habitue.Learning.Models;

namespace Habitue.Tests.Learning.Bandits;

public sealed class BanditSnapshotTests
{
    private static readonly string[] Arms = ["red", "green", "blue"];

    public static TheoryData<IBanditRecipe> Recipes =>
    [
        new BetaThompson { PriorFailures = 9, Explore = 0.1 }, new NormalThompson { PriorSpread = 4 }, new LinUcb { Features = 2, Alpha = 2, Explore = 0.2 },
        new LinearThompson { Features = 2, Width = 0.7 }, new EpsilonGreedy { Explore = 0.4 },
    ];

    [Theory]
    [MemberData(nameof(Recipes))]
    public void A_bandit_that_was_saved_goes_on_as_if_it_never_stopped(IBanditRecipe recipe)
    {
        var (before, seed) = (new Bandit(recipe, new Seed(ulong.MaxValue - 5)), new Seed(4).For(0));
        var contexts = Enumerable.Range(0, 60).Select(_ => recipe.Features == 0 ? Array.Empty<double>() : [1, seed.NextDouble()]).ToArray();
        for (var i = 0; i < 40; i++)
        {
            before.Choose($"d{i}", Arms, contexts[i], moment: -i * 10_000_000_000);
            if (i % 3 != 0) before.Reward($"d{i}", i % 2);
        }

        byte[] bytes = ModelFile.Save(before.Snapshot());
        var after = ModelFile.Load<BanditSnapshot>(new MemoryStream(bytes)).Resume();

        Assert.Equal(recipe, after.Recipe);
        Assert.Equal((before.Learned, before.Open), (after.Learned, after.Open));
        foreach (var bandit in new[] { before, after })
        {
            Assert.Equal(RewardOutcome.Counted, bandit.Reward("d0", 1));   // made before it was saved
            Assert.Equal(RewardOutcome.Repeated, bandit.Reward("d1", 1));
            Assert.Equal(RewardOutcome.Unknown, bandit.Reward("d99", 1));
        }

        Assert.Equal(
            Enumerable.Range(0, 60).Select(i => before.Choose($"d{i}", Arms, contexts[i])),
            Enumerable.Range(0, 60).Select(i => after.Choose($"d{i}", Arms, contexts[i])));
        Assert.Equal(ModelFile.Save(before.Snapshot()), ModelFile.Save(after.Snapshot()));
    }

    [Fact]
    public void A_snapshot_does_not_change_when_its_bandit_learns_on()
    {
        var bandit = new Bandit(new BetaThompson(), seed: 1);
        bandit.Learn("red", [], 1);
        var snapshot = bandit.Snapshot();
        byte[] then = ModelFile.Save(snapshot);

        bandit.Learn("red", [], 1);

        Assert.Equal(then, ModelFile.Save(snapshot));
        Assert.Equal(1, snapshot.Resume().Learned);
        Assert.Equal("1", $"{snapshot.Card.Rows}");
    }

    [Fact]
    public void A_damaged_file_is_refused()
    {
        var bandit = new Bandit(new BetaThompson(), seed: 1);
        bandit.Choose("d", Arms);
        byte[] bytes = ModelFile.Save(bandit.Snapshot());
        bytes[^3] ^= 1;

        Assert.Throws<InvalidDataException>(() => ModelFile.Load<BanditSnapshot>(new MemoryStream(bytes)));
        Assert.Throws<InvalidDataException>(() => ModelFile.Load<BanditSnapshot>(new MemoryStream(bytes[..20])));
    }
}
