using FsCheck;
using FsCheck.Fluent;
using Habitue.Learning.Data;
using Habitue.Learning.Lifetime;

namespace Habitue.Tests.Learning.Lifetime;

/// <summary>What holds whatever the parameters and the histories are.</summary>
public sealed class PurchaseLawsTests
{
    private static readonly Config Settings = QuietCheck.Times(200);

    /// <summary>Parameters from 0.05 to 20, up to 60 repeat purchases, an age up to 104 and a recency within it.</summary>
    private static readonly Arbitrary<(double[] Parameters, int Repeats, double Recency, double Age)> Cases =
        (from parameters in Gen.ArrayOf(Gen.Choose(-300, 300), 4)
         from repeats in Gen.Choose(0, 60)
         from age in Gen.Choose(1, 1040)
         from recency in Gen.Choose(1, 1000)
         select (Array.ConvertAll(parameters, p => Math.Exp(p / 100.0)), repeats, repeats == 0 ? 0 : age / 10.0 * recency / 1000, age / 10.0)).ToArbitrary();

    public static TheoryData<string> Models => ["BG/NBD", "Pareto/NBD"];

    [Theory]
    [MemberData(nameof(Models))]
    public void The_longer_the_silence_the_less_likely_alive(string name) => Check(name, (model, repeats, recency, age) =>
    {
        var alive = model.ProbabilityAlive(new PurchaseHistories([repeats, repeats, repeats], [recency, recency, recency], [age, age + 1, age + 30]));

        Assert.All(alive, one => Assert.InRange(one, 0, 1));
        Assert.True(alive[0] >= alive[1] - 1e-12 && alive[1] >= alive[2] - 1e-12);
    });

    [Theory]
    [MemberData(nameof(Models))]
    public void The_longer_the_time_ahead_the_more_is_expected(string name) => Check(name, (model, repeats, recency, age) =>
    {
        var customer = new PurchaseHistories([repeats], [recency], [age]);
        double none = model.ExpectedPurchases(customer, 0)[0], some = model.ExpectedPurchases(customer, 5)[0], more = model.ExpectedPurchases(customer, 50)[0];

        Assert.Equal(0, none, 1e-12);
        Assert.True(some >= -1e-12 && more >= some - 1e-9, $"{some} {more}");
    });

    [Theory]
    [MemberData(nameof(Models))]
    public void Who_has_just_bought_is_expected_to_buy_the_more_the_more_often_it_was(string name) => Check(name, (model, repeats, _, age) =>
    {
        var expected = model.ExpectedPurchases(new PurchaseHistories([repeats + 1, repeats + 2, repeats + 9], [age, age, age], [age, age, age]), 10);

        Assert.True(expected[0] <= expected[1] + 1e-9 && expected[1] <= expected[2] + 1e-9, string.Join(" ", expected));
    });

    private static void Check(string name, Action<IPurchaseModel, int, double, double> law) => Prop.ForAll(Cases, one =>
    {
        var p = one.Parameters;
        IPurchaseModel model = name switch
        {
            "BG/NBD" => BgNbdModel.Of(p[0], p[1], p[2], p[3]),
            "Pareto/NBD" => ParetoNbdModel.Of(p[0], p[1], p[2], p[3]),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such model."),
        };
        law(model, one.Repeats, one.Recency, one.Age);
    }).Check(Settings);
}
