using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Habitue.Learning;
using Habitue.Learning.Clustering;
using Habitue.Learning.Data;

namespace Habitue.Segments;

/// <summary>
/// Ward's method for several numbers of clusters: the tree of the same rows is grown once and cut at each number. For one contest of
/// methods, which asks for a few sets of rows again and again; every tree is kept as long as this is.
/// </summary>
internal sealed class WardTrees
{
    private readonly ConcurrentDictionary<string, Lazy<AgglomerativeModel>> grown = new(StringComparer.Ordinal);

    /// <summary>The recipe that cuts at this number.</summary>
    public IEstimator<Matrix, IClusterer> Into(int clusters) => new Recipe(this, new Agglomerative { Linkage = Linkage.Ward, Clusters = clusters });

    private sealed class Recipe(WardTrees trees, Agglomerative own) : IEstimator<Matrix, IClusterer>
    {
        public IClusterer Fit(Matrix data, FitRun run)
        {
            var rows = Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes<float>(data.Values)));
            return own.Cut(trees.grown.GetOrAdd(rows, _ => new Lazy<AgglomerativeModel>(() => own.Fit(data, run))).Value);
        }
    }
}
