using Habitue.Learning.Data;

namespace Habitue.Tests.Learning;

/// <summary>
/// The first ten rows of each of the three species of Fisher's iris data (1936), centimetres.
/// What other libraries make of it was computed with scikit-learn 1.2.1, numpy 1.24.2, scipy and pandas 1.5.3:
/// <code>
/// x = load_iris().data; x = np.concatenate([x[:10], x[50:60], x[100:110]])
/// </code>
/// </summary>
internal static class Iris
{
    public static readonly string[] Columns = ["sepal_length", "sepal_width", "petal_length", "petal_width"];

    public static Matrix Rows() => Matrix.OfRows(
        Columns,
        [5.1f, 3.5f, 1.4f, 0.2f],
        [4.9f, 3.0f, 1.4f, 0.2f],
        [4.7f, 3.2f, 1.3f, 0.2f],
        [4.6f, 3.1f, 1.5f, 0.2f],
        [5.0f, 3.6f, 1.4f, 0.2f],
        [5.4f, 3.9f, 1.7f, 0.4f],
        [4.6f, 3.4f, 1.4f, 0.3f],
        [5.0f, 3.4f, 1.5f, 0.2f],
        [4.4f, 2.9f, 1.4f, 0.2f],
        [4.9f, 3.1f, 1.5f, 0.1f],
        [7.0f, 3.2f, 4.7f, 1.4f],
        [6.4f, 3.2f, 4.5f, 1.5f],
        [6.9f, 3.1f, 4.9f, 1.5f],
        [5.5f, 2.3f, 4.0f, 1.3f],
        [6.5f, 2.8f, 4.6f, 1.5f],
        [5.7f, 2.8f, 4.5f, 1.3f],
        [6.3f, 3.3f, 4.7f, 1.6f],
        [4.9f, 2.4f, 3.3f, 1.0f],
        [6.6f, 2.9f, 4.6f, 1.3f],
        [5.2f, 2.7f, 3.9f, 1.4f],
        [6.3f, 3.3f, 6.0f, 2.5f],
        [5.8f, 2.7f, 5.1f, 1.9f],
        [7.1f, 3.0f, 5.9f, 2.1f],
        [6.3f, 2.9f, 5.6f, 1.8f],
        [6.5f, 3.0f, 5.8f, 2.2f],
        [7.6f, 3.0f, 6.6f, 2.1f],
        [4.9f, 2.5f, 4.5f, 1.7f],
        [7.3f, 2.9f, 6.3f, 1.8f],
        [6.7f, 2.5f, 5.8f, 1.8f],
        [7.2f, 3.6f, 6.1f, 2.5f]);

    /// <summary>The rows with some values missing: sepal_width in rows 3 and 15, petal_width in rows 7, 15 and 21.</summary>
    public static Matrix WithHoles()
    {
        var rows = Rows();
        rows[3, 1] = rows[15, 1] = float.NaN;
        rows[7, 3] = rows[15, 3] = rows[21, 3] = float.NaN;
        return rows;
    }

    public static void Near(IReadOnlyList<double> expected, IEnumerable<double> actual, double tolerance = 1e-6)
    {
        var found = actual.ToArray();
        Assert.Equal(expected.Count, found.Length);
        for (var i = 0; i < found.Length; i++) Assert.Equal(expected[i], found[i], tolerance);
    }

    public static IEnumerable<double> Doubles(ReadOnlySpan<float> values) => Array.ConvertAll(values.ToArray(), value => (double)value);
}
