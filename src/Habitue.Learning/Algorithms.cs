using Habitue.Learning.Clustering;
using Habitue.Learning.Decomposition;
using Habitue.Learning.Models;
using Habitue.Learning.Neural;
using Habitue.Learning.Patterns;
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
        Algorithm.Of("one-hot encoding", new OneHotEncoder()),
        Algorithm.Of("label (ordinal) encoding", new OrdinalEncoder()),

        // Clustering
        Algorithm.Of("k-means", new KMeans()),
        Algorithm.Of("k-means with the number of clusters chosen by silhouette", new KMeansSweep()),

        // Decomposition
        Algorithm.Of("principal components", new Pca()),

        // Linear

        // Trees

        // Neural
        Algorithm.Of("multilayer perceptron", new MultilayerPerceptron()),
        Algorithm.Of("multilayer perceptron for amounts", new MultilayerPerceptronRegression()),

        // Patterns
        Algorithm.Of("frequent itemsets", new FrequentItemsets()),
        Algorithm.Of("association rules", new AssociationRules()),

        // Recommendation

        // Lifetime

        // Evaluation

        // Chains
        Algorithm.Of("chain to a clusterer", Chain()),
        Algorithm.Of("chain to a transformer", Rotation()),
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
