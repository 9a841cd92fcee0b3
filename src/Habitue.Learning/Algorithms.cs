using Habitue.Learning.Baselines;
using Habitue.Learning.Clustering;
using Habitue.Learning.Decomposition;
using Habitue.Learning.Evaluation;
using Habitue.Learning.Experiments;
using Habitue.Learning.Forecasting;
using Habitue.Learning.Lifetime;
using Habitue.Learning.Linear;
using Habitue.Learning.Models;
using Habitue.Learning.Neural;
using Habitue.Learning.Patterns;
using Habitue.Learning.Preprocessing;
using Habitue.Learning.Recommendation;
using Habitue.Learning.Trees;

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
        Algorithm.Of("agglomerative clustering by Ward", new Agglomerative()),
        Algorithm.Of("density-based clustering (DBSCAN)", new Dbscan()),
        Algorithm.Of("Gaussian mixture", new GaussianMixture()),
        Algorithm.Of("k-means in small batches", new MiniBatchKMeans()),

        // Decomposition
        Algorithm.Of("principal components", new Pca()),
        Algorithm.Of("truncated singular values of a sparse matrix", new TruncatedSvd()),

        // Linear
        Algorithm.Of("logistic regression", new LogisticRegression()),
        Algorithm.Of("linear regression", new LinearRegression()),
        Algorithm.Of("ridge regression", new Ridge()),
        Algorithm.Of("lasso", new Lasso()),
        Algorithm.Of("elastic net", new ElasticNet()),
        Algorithm.Of("elastic net with the strength chosen by cross-validation", new ElasticNetPath()),
        Algorithm.Of("Poisson regression", new PoissonRegression()),
        Algorithm.Of("Gamma regression", new GammaRegression()),
        Algorithm.Of("Gaussian naive Bayes", new GaussianNaiveBayes()),
        Algorithm.Of("multinomial naive Bayes", new MultinomialNaiveBayes()),
        Algorithm.Of("Bernoulli naive Bayes", new BernoulliNaiveBayes()),

        // Trees
        Algorithm.Of("decision tree, classifier", new DecisionTreeClassifier()),
        Algorithm.Of("decision tree, regressor", new DecisionTreeRegressor()),
        Algorithm.Of("random forest, classifier", new RandomForestClassifier()),
        Algorithm.Of("random forest, regressor", new RandomForestRegressor()),
        Algorithm.Of("gradient boosting, classifier", new GradientBoostingClassifier()),
        Algorithm.Of("gradient boosting, regressor", new GradientBoostingRegressor()),

        // Neural
        Algorithm.Of("multilayer perceptron", new MultilayerPerceptron()),
        Algorithm.Of("multilayer perceptron for amounts", new MultilayerPerceptronRegression()),

        // Patterns
        Algorithm.Of("frequent itemsets", new FrequentItemsets()),
        Algorithm.Of("association rules", new AssociationRules()),

        // Recommendation
        Algorithm.Of("item neighbours", new ItemNeighbours()),
        Algorithm.Of("user neighbours", new UserNeighbours()),
        Algorithm.Of("linear item weights (EASE)", new Ease()),
        Algorithm.Of("implicit ALS", new ImplicitAls()),
        Algorithm.Of("Bayesian personalized ranking", new Bpr()),
        Algorithm.Of("matrix factorization of ratings", new MatrixFactorization()),
        Algorithm.Of("content-based recommendation", new ContentBased()),
        Algorithm.Of("popularity", new Popularity()),
        Algorithm.Of("hybrid recommendation", new Hybrid()),

        // Lifetime
        Algorithm.Of("BG/NBD", new BgNbd()),
        Algorithm.Of("Pareto/NBD", new ParetoNbd()),
        Algorithm.Of("BG/BB", new BgBb()),
        Algorithm.Of("gamma-gamma spend", new GammaGamma()),
        Algorithm.Of("Kaplan-Meier survival curve", new KaplanMeier()),
        Algorithm.Of("Cox regression", new CoxRegression()),

        // Forecasting
        Algorithm.Of("exponential smoothing", new ExponentialSmoothing()),

        // Evaluation
        Algorithm.Of("calibrated classifier", new CalibratedClassifier()),
        Algorithm.Of("blended classifiers", new BlendedClassifier()),

        // Experiments
        Algorithm.Of("uplift by two models", new UpliftTwoModels()),
        Algorithm.Of("uplift by class transformation", new UpliftClassTransformation()),
        Algorithm.Of("uplift by a tree", new UpliftTree()),

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
