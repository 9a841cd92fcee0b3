using Habitue.Learning;
using Habitue.Learning.Clustering;
using Habitue.Learning.Models;
using Habitue.Learning.Preprocessing;

namespace Habitue.Tests.Learning.Models;

public sealed class ModelFileTests
{
    private static readonly byte[] Saved = ModelFile.Save(new KMeans { Clusters = 3 }.Fit(Iris.Rows()));

    [Fact]
    public void The_card_comes_back_whole()
    {
        var model = new KMeans { Clusters = 3 }.Fit(Iris.Rows());

        var again = ModelFile.Load<KMeansModel>(new MemoryStream(Saved)).Card;

        Assert.Equal(model.Card.Format, again.Format);
        Assert.Equal(model.Card.Recipe, again.Recipe);
        Assert.Equal(model.Card.Rows, again.Rows);
        Assert.Equal(model.Card.Columns, again.Columns);
        Assert.Equal(model.Card.Settings, again.Settings);
        Assert.Equal(model.Card.Figures.OrderBy(figure => figure.Key), again.Figures);
    }

    [Fact]
    public void A_file_cut_anywhere_says_so()
    {
        for (var length = 0; length < Saved.Length; length++)
            Assert.Throws<InvalidDataException>(() => ModelFile.Load(new MemoryStream(Saved, 0, length)));
    }

    [Fact]
    public void A_file_with_any_wrong_bit_is_refused()
    {
        for (var at = 0; at < Saved.Length; at++)
        {
            var wrong = (byte[])Saved.Clone();
            wrong[at] ^= 0x10;
            Assert.Throws<InvalidDataException>(() => ModelFile.Load(new MemoryStream(wrong)));
        }
    }

    [Fact]
    public void A_wrong_length_or_count_with_a_right_checksum_is_refused_all_the_same()
    {
        // Whoever can write the file can write the checksum: each byte in turn is set to its extremes.
        for (var at = 20; at < Saved.Length; at++)
        {
            foreach (var value in new byte[] { 0, 0x7F, 0xFF })
            {
                var wrong = (byte[])Saved.Clone();
                wrong[at] = value;
                BitConverter.TryWriteBytes(wrong.AsSpan(16), PlainCrc32.Of(wrong.AsSpan(20)));
                try
                {
                    ((IClusterer)ModelFile.Load(new MemoryStream(wrong))).Assign(Iris.Rows());
                }
                catch (InvalidDataException)
                {
                    continue; // refused: fine
                }
                catch (BadDataException)
                {
                    continue; // only a column's name was changed
                }
            }
        }
    }

    [Fact]
    public void Another_kind_is_named()
    {
        var error = Assert.Throws<InvalidDataException>(() => ModelFile.Load<LinearScaling>(new MemoryStream(Saved)));

        Assert.Contains("'k-means', not 'linear-scaling'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_newer_version_is_named()
    {
        var newer = (byte[])Saved.Clone();
        newer[20 + 4 + "k-means".Length] = 2;
        BitConverter.TryWriteBytes(newer.AsSpan(16), PlainCrc32.Of(newer.AsSpan(20)));

        Assert.Contains("version 2", Assert.Throws<InvalidDataException>(() => ModelFile.Load(new MemoryStream(newer))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_models_may_follow_each_other_in_one_stream()
    {
        using var stream = new MemoryStream([.. Saved, .. ModelFile.Save(new MinMaxScaler().Fit(Iris.Rows()))]);

        Assert.IsType<KMeansModel>(ModelFile.Load(stream));
        Assert.IsType<LinearScaling>(ModelFile.Load(stream));
    }
}
