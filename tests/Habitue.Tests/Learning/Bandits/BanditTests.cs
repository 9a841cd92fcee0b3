using Habitue.Learning;
using Habitue.Learning.Bandits;
using Habitue.Learning.Numerics;

namespace Habitue.Tests.Learning.Bandits;

public sealed class BanditTests
{
    private static readonly string[] Arms = ["red", "green", "blue"];

    [Fact]
    public void Arms_are_drawn_with_the_chance_that_is_told()
    {
        var bandit = new Bandit(new BetaThompson { Explore = 0.2 }, seed: 3);
        bandit.Learn("red", [], 1);
        bandit.Learn("blue", [], 0);
        var (chances, counts) = (new double[3], new int[3]);
        bandit.Chances(Arms, [], chances);
        const int draws = 20_000;

        for (var i = 0; i < draws; i++)
        {
            var choice = bandit.Choose($"d{i}", Arms);
            var arm = Array.IndexOf(Arms, choice.Arm);
            Assert.Equal(chances[arm], choice.Propensity);
            counts[arm]++;
        }

        // Chi-squared with 2 degrees of freedom: above 13.8 once in a thousand.
        double apart = counts.Zip(chances, (count, chance) => (count - (draws * chance)) * (count - (draws * chance)) / (draws * chance)).Sum();
        Assert.InRange(apart, 0, 13.8);
        Assert.Equal(draws, bandit.Open);
    }

    [Fact]
    public void An_id_gets_its_choice_again_and_other_ids_do_not_matter()
    {
        var (one, other) = (new Bandit(new BetaThompson(), seed: 5), new Bandit(new BetaThompson(), seed: 5));
        for (var i = 0; i < 50; i++) one.Choose($"before {i}", Arms);

        string[] first = [.. Enumerable.Range(0, 50).Select(i => one.Choose($"d{i}", Arms).Arm)];
        string[] second = [.. Enumerable.Range(0, 50).Reverse().Select(i => other.Choose($"d{i}", Arms).Arm).Reverse()];
        one.Reward("d0", 1);

        Assert.Equal(first, second);
        Assert.Equal(first, Enumerable.Range(0, 50).Select(i => one.Choose($"d{i}", Arms).Arm));
        Assert.True(first.Distinct().Count() == 3);
        Assert.NotEqual(first, Enumerable.Range(0, 50).Select(i => new Bandit(new BetaThompson(), seed: 6).Choose($"d{i}", Arms).Arm));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Outcomes_in_any_order_teach_the_same(int seed)
    {
        var random = ((Seed)seed).For(0);
        var (prompt, late) = (new Bandit(new LinUcb { Features = 2, Explore = 0.5 }, seed), new Bandit(new LinUcb { Features = 2, Explore = 0.5 }, seed));
        var decisions = Enumerable.Range(0, 200).Select(i => (Id: $"d{i}", Moment: (long)i, Context: new[] { 1.0, random.Below(5) }, Reward: random.Below(4) == 0 ? random.Below(10) : 0)).ToArray();
        foreach (var one in decisions)
        {
            prompt.Choose(one.Id, Arms, one.Context, one.Moment);
            late.Choose(one.Id, Arms, one.Context, one.Moment);
        }

        foreach (var one in decisions) Assert.Equal(RewardOutcome.Counted, prompt.Reward(one.Id, one.Reward));
        // Late: closed in two steps, then the rewards above 0 in random order, each told twice.
        Assert.Equal(50, late.Close(before: 50));
        Assert.Equal(150, late.Close(before: 200));
        var rewarded = decisions.Where(one => one.Reward > 0).ToArray();
        random.Shuffle(rewarded.AsSpan());
        foreach (var one in rewarded) Assert.Equal(RewardOutcome.Corrected, late.Reward(one.Id, one.Reward));
        foreach (var one in rewarded) Assert.Equal(RewardOutcome.Repeated, late.Reward(one.Id, one.Reward + 1));

        Assert.Equal((200, 200), (prompt.Learned, late.Learned));
        Assert.NotEmpty(rewarded);
        foreach (var arm in Arms)
        {
            Assert.Equal((prompt.Of(arm).Count, prompt.Of(arm).Sum, prompt.Of(arm).Squares), (late.Of(arm).Count, late.Of(arm).Sum, late.Of(arm).Squares));
            Assert.Equal(prompt.Of(arm).At([1, 2], 1), late.Of(arm).At([1, 2], 1)); // whole numbers add up exactly in any order
        }
    }

    [Fact]
    public void What_is_forgotten_is_unknown_and_what_waits_is_kept()
    {
        var bandit = new Bandit(new BetaThompson(), seed: 1);
        for (var i = 0; i < 4; i++) bandit.Choose($"d{i}", Arms, moment: i);
        bandit.Reward("d0", 1);

        Assert.Equal(1, bandit.Forget(before: 3));

        Assert.Equal(RewardOutcome.Unknown, bandit.Reward("d0", 1));
        Assert.Equal(RewardOutcome.Unknown, bandit.Reward("never", 1));
        Assert.Equal(RewardOutcome.Counted, bandit.Reward("d1", 1));
        Assert.Equal((2L, 2), (bandit.Learned, bandit.Open));
        Assert.Equal(1, bandit.Forget(before: 3));
    }

    [Fact]
    public void A_decision_of_a_log_is_remembered_once()
    {
        var bandit = new Bandit(new LinUcb { Features = 2 }, seed: 1);

        Assert.True(bandit.Remember("d", "red", 0.25, [1, 2], moment: 5));
        Assert.False(bandit.Remember("d", "blue", 0.5, [1, 3]));

        Assert.Equal(new BanditChoice("red", 0.25, 0), bandit.Choose("d", Arms, [1, 2]));
        Assert.Equal(RewardOutcome.Counted, bandit.Reward("d", 3));
        Assert.Equal(3, bandit.Of("red").Sum);
        Assert.Throws<BadDataException>(() => bandit.Remember("e", "red", 0, [1, 2]));
    }

    [Fact]
    public void Of_too_many_decisions_the_oldest_go_as_having_brought_nothing()
    {
        var bandit = new Bandit(new BetaThompson(), seed: 1);
        for (var i = 0; i < 10; i++) bandit.Choose($"d{i}", Arms, moment: i);
        bandit.Reward("d0", 1);

        Assert.Equal(7, bandit.Trim(most: 3));

        Assert.Equal((7L, 3), (bandit.Learned, bandit.Open));
        Assert.Equal(1, Arms.Sum(arm => bandit.Of(arm).Sum));
        Assert.Equal(RewardOutcome.Unknown, bandit.Reward("d6", 1));
        Assert.Equal(RewardOutcome.Counted, bandit.Reward("d7", 1));
        Assert.Equal(2, bandit.Close(before: 100));
        Assert.Equal(3, bandit.Forget(before: 100));
    }

    [Fact]
    public void Counting_by_drawing_is_off_by_what_it_says()
    {
        var (exact, counted) = (new Bandit(new BetaThompson(), seed: 1), new Bandit(new BetaThompson { ExactUpTo = 0, Draws = 10_000 }, seed: 1));
        foreach (var bandit in new[] { exact, counted })
            for (var i = 0; i < 30; i++) bandit.Learn(Arms[i % 3], [], i % 7 == 0 ? 1 : 0);
        var (a, b) = (new double[3], new double[3]);

        Assert.InRange(exact.Chances(Arms, [], a), 0, 1e-9);
        double error = counted.Chances(Arms, [], b);

        Assert.InRange(error, 0.001, 0.005);
        Assert.All(Enumerable.Range(0, 3), arm => Assert.Equal(a[arm], b[arm], 4 * error));
        Assert.Equal(1, b.Sum(), 1e-9);
    }

    [Fact]
    public void Epsilon_greedy_tries_what_is_new_then_keeps_to_the_best()
    {
        var bandit = new Bandit(new EpsilonGreedy { Explore = 0.3 }, seed: 1);
        var chances = new double[3];
        bandit.Learn("red", [], 5);
        bandit.Chances(Arms, [], chances);
        Assert.Equal([0.1, 0.45, 0.45], chances.Select(chance => Math.Round(chance, 12)));
        bandit.Learn("green", [], 4);
        bandit.Learn("blue", [], 3);
        bandit.Chances(Arms, [], chances);
        Assert.Equal([0.8, 0.1, 0.1], chances.Select(chance => Math.Round(chance, 12)));
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_a_sentence()
    {
        var (clicks, linear) = (new Bandit(new BetaThompson(), seed: 1), new Bandit(new LinUcb { Features = 2 }, seed: 1));

        Assert.Equal("A bandit needs at least one arm to draw from; there is none.", Assert.Throws<BadDataException>(() => clicks.Choose("d", [])).Message);
        Assert.Equal("An arm stands twice among those to draw from.", Assert.Throws<BadDataException>(() => clicks.Choose("d", ["a", "a"])).Message);
        Assert.Equal("A reward is 2; BetaThompson takes 0 to 1.", Assert.Throws<BadDataException>(() => clicks.Learn("a", [], 2)).Message);
        Assert.Equal("A reward is NaN; LinUcb takes finite numbers.", Assert.Throws<BadDataException>(() => linear.Learn("a", [1, 2], double.NaN)).Message);
        Assert.Equal("The context has 1 numbers; LinUcb was told 2.", Assert.Throws<BadDataException>(() => linear.Choose("d", ["a"], [1])).Message);
        Assert.Equal("The context has a missing or infinite number; fill it.", Assert.Throws<BadDataException>(() => linear.Choose("d", ["a"], [1, double.NaN])).Message);
        Assert.Equal("Explore", Assert.Throws<SettingException>(() => new Bandit(new BetaThompson { Explore = 1.1 }, seed: 1)).Setting);
        Assert.Equal("Ridge", Assert.Throws<SettingException>(() => new Bandit(new LinearThompson { Ridge = 0 }, seed: 1)).Setting);
    }
}
