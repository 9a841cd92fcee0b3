using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Linear;
using Habitue.Learning.Models;
using Habitue.Learning.Preprocessing;
using Habitue.Tests.Contracts.Outcomes;

namespace Habitue.Tests.Contracts.Subjects;

/// <summary>One listed algorithm and data of the sort that it learns from; each sort of data is a subject of its own.</summary>
internal abstract class EstimatorSubject(Algorithm algorithm)
{
    public Algorithm Algorithm => algorithm;

    /// <summary>Whether the data have named columns, which models find by name.</summary>
    public virtual bool HasColumns => true;

    /// <summary>Whether each row is answered by itself, so that some rows can be asked alone.</summary>
    public virtual bool AnswersRowByRow => true;

    public abstract int Rows { get; }

    public abstract IModel Fit(FitRun run = default, object? recipe = null);

    /// <summary>What the model says of this subject's rows, row after row.</summary>
    public abstract float[] Answers(IModel model);

    /// <summary>The same algorithm with the numbered rows only.</summary>
    public abstract EstimatorSubject Take(int[] rows);

    /// <summary>Forty rows that are all the same.</summary>
    public virtual EstimatorSubject Constant() => Take(new int[40]);

    public abstract EstimatorSubject WithHole(int row, int column);

    public abstract EstimatorSubject WithColumnsTurnedRoundAndOneMore();

    public abstract EstimatorSubject WithoutColumn(int column);

    /// <summary>A copy of all values, to see whether they changed.</summary>
    public abstract byte[] Bytes();

    public static EstimatorSubject Of(string name)
    {
        var algorithm = Algorithms.All.Single(one => one.Name == name);
        return algorithm.Recipe switch
        {
            IEstimator<Matrix, IModel> => new MatrixSubject(algorithm),
            IEstimator<Frame, IModel> => new FrameSubject(algorithm),
            GammaRegression => new LabeledSubject(algorithm, least: 1),
            IEstimator<LabeledSparse, IModel> => new LabeledSparseSubject(algorithm),
            IEstimator<Labeled, IModel> => new LabeledSubject(algorithm),
            IEstimator<PurchaseHistories, IModel> => new HistoriesSubject(algorithm),
            IEstimator<Survivals, IModel> => new SurvivalsSubject(algorithm),
            IEstimator<TimeSeries, IModel> => new SeriesSubject(algorithm),
            IEstimator<TreatedRows, IModel> => new TreatedSubject(algorithm),
            IEstimator<Interactions, IModel> => new InteractionsSubject(algorithm),
            IEstimator<Baskets, IModel> => new BasketsSubject(algorithm),
            IEstimator<SparseMatrix, IModel> => new SparseSubject(algorithm),
            IEstimator<LabeledFrame, IModel> => new LabeledFrameSubject(algorithm),
            var other => throw new NotSupportedException($"{other} learns from a sort of data that the laws do not know yet."),
        };
    }

    public static void Expect(Func<EstimatorOutcome, string> outcome, string name, Func<EstimatorSubject, EstimatorSubject> odd)
    {
        var (subject, expected) = (odd(Of(name)), outcome(EstimatorOutcome.Of(name)));
        if (expected is not ("fine" or "holes"))
        {
            Assert.Contains(expected, Assert.ThrowsAny<ArgumentException>(() => subject.Fit()).Message, StringComparison.Ordinal);
            return;
        }

        var answers = subject.Answers(subject.Fit());
        Assert.Equal(expected == "holes", answers.Any(float.IsNaN));
        Assert.DoesNotContain(answers, float.IsInfinity);
    }

    /// <summary>What a model of any role that takes a matrix says of one.</summary>
    protected static float[] AnswersTo(Matrix rows, IModel model) => model switch
    {
        ITransformer transformer => transformer.Transform(rows).Values.ToArray(),
        IClassifier classifier => classifier.Probabilities(rows).Values.ToArray(),
        IRegressor regressor => regressor.Predict(rows),
        IClusterer clusterer => Array.ConvertAll(clusterer.Assign(rows), label => (float)label),
        _ => throw new NotSupportedException($"{model} has a role that the laws do not know yet."),
    };

    /// <summary>What a model of any role that takes a frame says of one.</summary>
    protected static float[] AnswersTo(Frame rows, IModel model) => model switch
    {
        IEncoder encoder => encoder.Encode(rows).Values.ToArray(),
        IFrameClassifier classifier => classifier.Probabilities(rows).Values.ToArray(),
        IFrameRegressor regressor => regressor.Predict(rows),
        IFrameClusterer clusterer => Array.ConvertAll(clusterer.Assign(rows), label => (float)label),
        TextImputation imputation => Texts(imputation.Fill(rows.Select(imputation.Card.Columns))),
        _ => throw new NotSupportedException($"{model} has a role that the laws do not know yet."),
    };

    /// <summary>A number for each text, row after row, which two texts hardly share.</summary>
    private static float[] Texts(Frame rows) =>
        [.. from row in Enumerable.Range(0, rows.Rows) from column in rows.Columns.Cast<TextColumn>() select column[row] is { } text ? text.Aggregate(1f, (sum, letter) => ((sum * 31) + letter) % 65_521) : float.NaN];
}
