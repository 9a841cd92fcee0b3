using Habitue.Learning.Baselines;
using Habitue.Learning.Clustering;
using Habitue.Learning.Decomposition;
using Habitue.Learning.Models;
using Habitue.Learning.Preprocessing;

namespace Habitue.Learning;

/// <summary>
/// Every algorithm there is, each with a recipe of default settings. A new algorithm gets one line here; the
/// laws in the tests run over this list, and saved models are read through it.
/// </summary>
public static class Algorithms
{
    /// <summary>The list.</summary>
    public static IReadOnlyList<Algorithm> All { get; } =
    [
        // Preprocessing
        Algorithm.Of("min-max scaling", new MinMaxScaler()),
        Algorithm.Of("standard scaling", new StandardScaler()),
        Algorithm.Of("logarithm", new LogScaler()),
        Algorithm.Of("robust scaling", new RobustScaler()),
        Algorithm.Of("imputation", new Imputer()),
        Algorithm.Of("imputation of texts", new TextImputer()),
        Algorithm.Of("winsorizing", new Winsorizer()),
        Algorithm.Of("quantile binning", new QuantileBinner()),
        Algorithm.Of("Yeo-Johnson power transform", new YeoJohnson()),
        Algorithm.Of("one-hot encoding", new OneHotEncoder()),
        Algorithm.Of("label (ordinal) encoding", new OrdinalEncoder()),
        Algorithm.Of("frequency encoding", new FrequencyEncoder()),
        Algorithm.Of("target encoding", new TargetEncoder()),
        Algorithm.Of("encoding of a frame", new FrameEncoder()),

        // Clustering
        Algorithm.Of("k-means", new KMeans()),
        Algorithm.Of("k-means with the number of clusters chosen by silhouette", new KMeansSweep()),

        // Decomposition
        Algorithm.Of("principal components", new Pca()),

        // Linear

        // Trees

        // Neural

        // Patterns

        // Recommendation

        // Lifetime

        // Evaluation

        // Baselines
        Algorithm.Of("class shares", new ClassShares()),
        Algorithm.Of("mean target", new MeanTarget()),

        // Chains
        Algorithm.Of("chain to a clusterer", Chain()),
        Algorithm.Of("chain to a transformer", Rotation()),
        Algorithm.Of("chain to a classifier", new ClassifierChain<IClassifier>(new StandardScaler(), new ClassShares())),
        Algorithm.Of("chain to a regressor", new RegressorChain<IRegressor>(new StandardScaler(), new MeanTarget())),
        Algorithm.Of("chain from a frame to a transformer", new EncoderChain<ITransformer>(new FrameEncoder(), new Pca())),
        Algorithm.Of("chain from a frame to a clusterer", new EncodedClustererChain<IClusterer>(new FrameEncoder(), new KMeans())),
        Algorithm.Of("chain from a frame to a classifier", new EncodedClassifierChain<IClassifier>(new FrameEncoder(), new ClassShares())),
        Algorithm.Of("chain from a frame to a regressor", new EncodedRegressorChain<IRegressor>(new FrameEncoder(), new MeanTarget())),
    ];

    private static readonly Dictionary<string, Func<ModelReader, IModel>> Readers =
        All.DistinctBy(algorithm => algorithm.Format.Kind).ToDictionary(algorithm => algorithm.Format.Kind, algorithm => algorithm.Read);

    // Chains are read back by role: the types of their steps are in the file.
    private static ClustererChain<IClusterer> Chain() => new(new MinMaxScaler(), new KMeans());

    private static TransformerChain<ITransformer> Rotation() => new(new StandardScaler(), new Pca());

    internal static IModel Read(ModelReader from) =>
        Readers.TryGetValue(from.Card.Format.Kind, out var read)
            ? read(from)
            : throw new InvalidDataException($"'{from.Card.Format.Kind}' is no kind of model that this program knows.");
}

/// <summary>One algorithm of the list.</summary>
public sealed class Algorithm
{
    private Algorithm(string name, object recipe, ModelFormat format, Func<ModelReader, IModel> read) =>
        (Name, Recipe, Format, Read) = (name, recipe, format, read);

    /// <summary>What people call it.</summary>
    public string Name { get; }

    /// <summary>A recipe of default settings.</summary>
    public object Recipe { get; }

    /// <summary>The kind and version of its models.</summary>
    public ModelFormat Format { get; }

    internal Func<ModelReader, IModel> Read { get; }

    internal static Algorithm Of<TData, TModel>(string name, IEstimator<TData, TModel> recipe)
        where TModel : IModel<TModel> => new(name, recipe, TModel.Format, from => ModelFile.Read<TModel>(from));
}
