using Habitue.Learning;
using Habitue.Learning.Baselines;
using Habitue.Learning.Clustering;
using Habitue.Learning.Data;
using Habitue.Learning.Decomposition;
using Habitue.Learning.Models;
using Habitue.Learning.Preprocessing;

namespace Habitue.Tests.Learning.Preprocessing;

public sealed class FrameEncoderTests
{
    private const long Day = 86_400_000_000;

    private static readonly Frame Customers = new(
        new TextColumn("town", ["Lyon", "Nice", "Metz", "Lyon"]),
        new NumberColumn("orders", 3, 1, double.NaN, 2),
        new TextColumn("device", ["phone", "desk", "phone", null]),
        new BooleanColumn("member", true, false, true, false),
        new TimeColumn("last", 10 * Day, 4 * Day, TimeColumn.NoValue, 10 * Day));

    private static readonly FrameEncoder Plain = new() { Scale = false, FewTexts = 2 };

    /// <summary>By hand: the median of 3, 1, 2 is 2, of 0, 6, 0 days it is 0; Lyon is two of four rows.</summary>
    [Fact]
    public void Each_column_gets_what_it_needs()
    {
        var x = Plain.Fit(Customers).Encode(Customers);

        Assert.Equal(["orders", "member", "last", "orders_missing", "last_missing", "town", "device=desk", "device=phone"], x.Columns);
        Assert.Equal([3, 1, 0, 0, 0, 0.5f, 0, 1], x.Row(0).ToArray());
        Assert.Equal([1, 0, 6, 0, 0, 0.25f, 1, 0], x.Row(1).ToArray());
        Assert.Equal([2, 1, 0, 1, 1, 0.25f, 0, 1], x.Row(2).ToArray());
        Assert.Equal([2, 0, 0, 0, 0, 0.5f, 0, 0], x.Row(3).ToArray());
    }

    [Fact]
    public void Numbers_may_stay_missing()
    {
        var x = (Plain with { Numbers = null }).Fit(Customers).Encode(Customers);

        Assert.Equal(["orders", "member", "last", "town", "device=desk", "device=phone"], x.Columns);
        Assert.Equal([float.NaN, 1, float.NaN, 0.25f, 0, 1], x.Row(2).ToArray());
    }

    [Fact]
    public void Scaling_is_that_of_the_standard_scaler_and_leaves_kinds_alone()
    {
        var plain = Plain.Fit(Customers).Encode(Customers);
        var scaled = (Plain with { Scale = true }).Fit(Customers).Encode(Customers);
        var amounts = plain.Select([.. plain.Columns.Take(6)]);

        Assert.Equal(new StandardScaler().Fit(amounts).Transform(amounts).Values.ToArray(), scaled.Select(amounts.Columns).Values.ToArray());
        Assert.Equal(plain.Column("device=phone"), scaled.Column("device=phone"));
    }

    [Fact]
    public void With_targets_many_kinds_become_cross_fitted_means()
    {
        var data = new LabeledFrame(Customers, [1, 0, 0, 1]);
        var recipe = Plain with { Smoothing = 2, Seed = 3 };
        var model = recipe.FitEncode(data, out var rows);
        var alone = new TargetEncoder { Smoothing = 2, Seed = 3 };
        var whole = alone.FitEncode(new LabeledFrame(Customers.Select("town"), [1, 0, 0, 1]), out var crossFitted);

        Assert.Equal(crossFitted.Column(0), rows.Column("town"));
        Assert.Equal(whole.Encode(Customers).Column(0), model.Encode(Customers).Column("town"));
        Assert.Equal(0.75f, model.Encode(Customers)[0, 5]); // (2 + 2 / 2) / (2 + 2)
        (recipe with { Many = ManyTexts.ByFrequency }).FitEncode(data, out var frequencies);
        Assert.Equal([0.5f, 0.25f, 0.25f, 0.5f], frequencies.Column("town"));
    }

    [Fact]
    public void A_column_that_changed_its_sort_is_named()
    {
        var model = Plain.Fit(Customers);

        Assert.Equal("orders", Assert.Throws<BadDataException>(() => model.Encode(new Frame([.. Customers.Columns.Where(c => c.Name != "orders"), new TextColumn("orders", new string[4])]))).Column);
        Assert.Equal("town", Assert.Throws<BadDataException>(() => model.Encode(Customers.Select("orders", "device", "member", "last"))).Column);
        Assert.Throws<BadDataException>(() => Plain.Fit(new Frame()));
    }

    [Fact]
    public void Only_texts_or_only_numbers_are_fine()
    {
        Assert.Equal(["town"], Plain.Fit(Customers.Select("town")).OutputColumns);
        Assert.Equal(["device=desk", "device=phone"], new FrameEncoder().Fit(Customers.Select("device")).OutputColumns);
        Assert.Equal(["member"], new FrameEncoder().Fit(Customers.Select("member")).OutputColumns);
    }

    [Fact]
    public void A_chain_from_a_frame_is_saved_as_one_model()
    {
        var chain = Plain.Then(new StandardScaler()).Then(new KMeans { Clusters = 2 }).Fit(Customers);
        var again = ModelFile.Load<EncodedClusterer<KMeansModel>>(new MemoryStream(ModelFile.Save(chain)));
        var x = Plain.Fit(Customers).Encode(Customers);
        var scaled = new StandardScaler().Fit(x).Transform(x);

        Assert.Equal(new KMeans { Clusters = 2 }.Fit(scaled).Assign(scaled), again.Assign(Customers));
        Assert.Equal((2, 2), (again.Clusters, again.Last.Clusters));
        Assert.Equal(["pc1"], Plain.Then(new Pca { Components = 1 }).Fit(Customers).OutputColumns);
    }

    [Fact]
    public void A_classifier_after_an_encoder_learns_from_rows_that_were_not_told_their_targets()
    {
        var data = LabeledFrame.OfClasses(Customers, ["stay", "leave", "leave", "stay"], [1, 1, 1, 3]);
        var (spy, encoder) = (new Spy(), Plain with { Smoothing = 0, Seed = 9 });
        var chain = encoder.Then(spy).Fit(data);
        encoder.FitEncode(data, out var expected);

        Assert.Equal(expected.Values.ToArray(), spy.Rows);
        Assert.Equal(["leave", "stay"], chain.Classes);
        Iris.Near([2 / 3.0, 2 / 3.0, 2 / 3.0, 2 / 3.0], Iris.Doubles(chain.Probability(Customers)));
        encoder.Then(new Winsorizer { Ranges = 1e6 }).Then(spy).Fit(data);
        Assert.Equal(expected.Values.ToArray(), spy.Rows); // through a step between
        new TargetEncoder { Smoothing = 0, Seed = 9 }.Then(spy).Fit(new LabeledFrame(Customers.Select("town", "orders"), data.Targets, data.Weights));
        Assert.Equal(expected.Column("town"), spy.Rows.Where((_, i) => i % 2 == 0));
    }

    [Fact]
    public void Chains_end_in_classifiers_and_regressors()
    {
        var rows = Matrix.OfColumns(("x", [1, 2, double.NaN]));
        var classifier = new Imputer().Then(new StandardScaler()).Then(new ClassShares()).Fit(Labeled.OfClasses(rows, ["a", "b", "b"]));
        var regressor = new Imputer().Then(new MeanTarget()).Fit(new Labeled(rows, [1, 2, 6], [1, 1, 2]));
        var encoded = new OneHotEncoder().Then(new MeanTarget()).Fit(new LabeledFrame(new Frame(new TextColumn("x", ["a", "b", null])), [1, 2, 6]));
        var targets = new TargetEncoder().Then(new MeanTarget()).Fit(new LabeledFrame(new Frame(new TextColumn("x", ["a", "b", null])), [1, 2, 6]));

        Iris.Near([1 / 3.0, 2 / 3.0], Iris.Doubles(classifier.Probabilities(rows).Row(0)));
        Assert.Equal(["a", "b"], classifier.Classes);
        Assert.Equal(3.75f, regressor.Predict(rows)[2]);
        Assert.Equal([3, 3, 3], encoded.Predict(new Frame(new TextColumn("x", ["a", "z", null]))));
        Assert.Equal(3, targets.Last.Mean);
    }

    private sealed class Spy : IEstimator<Labeled, ClassSharesModel>
    {
        public float[] Rows { get; private set; } = [];

        public ClassSharesModel Fit(Labeled data, FitRun run = default)
        {
            Rows = data.Rows.Values.ToArray();
            return new ClassShares().Fit(data, run);
        }
    }
}
