using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Clustering;

/// <summary>The mixture that <see cref="GaussianMixture"/> found.</summary>
public sealed class GaussianMixtureModel : IClusterer, IModel<GaussianMixtureModel>
{
    private const int BlockRows = 1024;

    private readonly double[] weights;
    private readonly double[] means;
    private readonly double[] covariances;
    private readonly NormalDensities densities;

    private GaussianMixtureModel(ModelCard card, CovarianceShape shape, double[] weights, double[] means, double[] covariances)
    {
        (Card, Shape, this.weights, this.means, this.covariances) = (card, shape, weights, means, covariances);
        densities = new NormalDensities(weights, means, covariances, shape);
    }

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("gaussian-mixture", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <inheritdoc/>
    public int Clusters => weights.Length;

    /// <summary>What differs between the clusters.</summary>
    public CovarianceShape Shape { get; }

    /// <summary>The share of each cluster; they sum to 1.</summary>
    public IReadOnlyList<double> Weights => weights;

    /// <summary>The mean logarithm of a row's density over the data.</summary>
    public double MeanLogLikelihood => Card.Figures["mean_log_likelihood"];

    /// <summary>The Bayesian information criterion of the data: to compare mixtures of the same rows; lower is better.</summary>
    public double Bic => (-2 * MeanLogLikelihood * Card.Rows) + (Parameters * Math.Log(Card.Rows));

    /// <summary>Akaike's information criterion of the data: to compare mixtures of the same rows; lower is better, and more clusters cost less than by <see cref="Bic"/>.</summary>
    public double Aic => (-2 * MeanLogLikelihood * Card.Rows) + (2 * Parameters);

    /// <summary>How many iterations the winning start took.</summary>
    public int Iterations => (int)Card.Figures["iterations"];

    /// <summary>Whether it settled before <see cref="GaussianMixture.MaxIterations"/>.</summary>
    public bool Converged => Card.Figures["converged"] == 1;

    /// <summary>How many numbers were free to choose: weights, means and covariances.</summary>
    public int Parameters
    {
        get
        {
            var n = Card.Columns.Count;
            return (Clusters - 1) + means.Length + Shape switch
            {
                CovarianceShape.Full => Clusters * n * (n + 1) / 2,
                CovarianceShape.Tied => n * (n + 1) / 2,
                _ => covariances.Length,
            };
        }
    }

    /// <summary>The mean of a column in a cluster.</summary>
    public double Mean(int cluster, int column)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)column, (uint)Card.Columns.Count);
        return means[(cluster * Card.Columns.Count) + column];
    }

    /// <summary>The covariance of two columns in a cluster; of a column with itself it is its variance, <see cref="GaussianMixture.Floor"/> included.</summary>
    public double Covariance(int cluster, int a, int b)
    {
        var n = Card.Columns.Count;
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)cluster, (uint)Clusters);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)a, (uint)n);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)b, (uint)n);
        return Shape switch
        {
            CovarianceShape.Full => covariances[(((cluster * n) + a) * n) + b],
            CovarianceShape.Tied => covariances[(a * n) + b],
            _ when a != b => 0,
            CovarianceShape.Diagonal => covariances[(cluster * n) + a],
            _ => covariances[cluster],
        };
    }

    /// <summary>Writes the likeliest cluster of each row, of equally likely ones the first.</summary>
    /// <inheritdoc/>
    public void Assign(Matrix x, Span<int> into)
    {
        if (into.Length != x.Rows) throw new ArgumentException($"There are {into.Length} places for {x.Rows} rows.", nameof(into));
        var labels = new int[x.Rows];
        Weigh(x, (row, shares, _) =>
        {
            for (var k = 1; k < shares.Length; k++)
                if (shares[k] > shares[labels[row]]) labels[row] = k;
        });
        labels.CopyTo(into);
    }

    /// <summary>The share of each cluster in each row: one column per cluster, called cluster0 and so on; a row's shares sum to 1.</summary>
    /// <exception cref="BadDataException">A column is missing, or a value is missing or infinite.</exception>
    public Matrix Responsibilities(Matrix x)
    {
        var into = new Matrix(x.Rows, [.. Enumerable.Range(0, Clusters).Select(k => $"cluster{k}")]);
        Weigh(x, (row, shares, _) =>
        {
            for (var k = 0; k < shares.Length; k++) into[row, k] = (float)shares[k];
        });
        return into;
    }

    /// <summary>The logarithm of the density at each row: low for rows unlike any that the mixture was fitted on.</summary>
    /// <exception cref="BadDataException">A column is missing, or a value is missing or infinite.</exception>
    public double[] LogDensities(Matrix x)
    {
        var found = new double[x.Rows];
        Weigh(x, (row, _, density) => found[row] = density);
        return found;
    }

    /// <inheritdoc/>
    public void Save(ModelWriter to)
    {
        to.Write("shape", [(int)Shape]);
        to.Write("weights", weights);
        to.Write("means", means);
        to.Write("covariances", covariances);
    }

    /// <inheritdoc/>
    public static GaussianMixtureModel Load(ModelReader from)
    {
        var (shape, weights, n) = ((CovarianceShape)from.Integers("shape", 1)[0], from.Doubles("weights"), from.Card.Columns.Count);
        if (!Enum.IsDefined(shape) || weights.Length == 0) throw new InvalidDataException($"The model's shape is {shape}, with {weights.Length} clusters.");
        return new GaussianMixtureModel(
            from.Card, shape, weights, from.Doubles("means", weights.Length * n), from.Doubles("covariances", Expectation.Size(shape, weights.Length, n)));
    }

    internal static GaussianMixtureModel Of(GaussianMixture recipe, Matrix data, Expectation run)
    {
        var card = ModelCard.Of(
            Format, recipe, data, ("mean_log_likelihood", run.MeanLogLikelihood), ("iterations", run.Iterations), ("converged", run.Converged ? 1 : 0));
        return new GaussianMixtureModel(card, recipe.Covariance, run.Weights, run.Means, run.Covariances);
    }

    private delegate void Weighed(int row, ReadOnlySpan<double> shares, double logDensity);

    private void Weigh(Matrix x, Weighed take)
    {
        x = x.For(Card.Columns);
        Finite.Check(x);
        Blocks.Run((x.Rows + BlockRows - 1) / BlockRows, default, block =>
        {
            var shares = new double[Clusters];
            for (var row = block * BlockRows; row < Math.Min(x.Rows, (block + 1) * BlockRows); row++)
                take(row, shares, densities.Weigh(x.Row(row), shares));
        });
    }
}
