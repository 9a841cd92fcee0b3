using Habitue.Lake.Sources;

namespace Habitue.Tests.Sources;

/// <summary>Folders as people leave them: with links that lead round, and files that are not there any more.</summary>
public sealed class FoldersTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("habitue-folders-").FullName;
    private readonly SpoolFixture spool = new();

    public void Dispose()
    {
        spool.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private string[] Found(string address) =>
        [.. new FileSource().Fetch(address, spool.Context, CancellationToken.None).Select(f => Path.GetRelativePath(folder, f.LocalPath))];

    private void Write(params string[] names)
    {
        foreach (string name in names)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, name))!);
            File.WriteAllText(Path.Combine(folder, name), "id,customer\n1,a\n");
        }
    }

    [Theory]
    [InlineData("shop/may/back", "..")]
    [InlineData("shop/may/here", ".")]
    [InlineData("shop/up", "../..")]
    public void A_link_back_to_a_folder_on_the_way_is_not_followed(string link, string target)
    {
        Write("shop/a.csv", "shop/may/b.csv");
        Directory.CreateSymbolicLink(Path.Combine(folder, link), target);
        Assert.Equal(["shop/a.csv", "shop/may/b.csv"], Found(Path.Combine(folder, "shop")));
        Assert.Equal(["shop/may/b.csv"], Found(Path.Combine(folder, "shop", "**", "b.csv")));
    }

    [Fact]
    public void A_link_to_a_folder_elsewhere_is_followed_and_round_it_only_once()
    {
        Write("shop/a.csv", "archive/old/c.csv");
        Directory.CreateSymbolicLink(Path.Combine(folder, "shop", "link"), Path.Combine(folder, "archive"));
        Directory.CreateSymbolicLink(Path.Combine(folder, "archive", "old", "round"), Path.Combine(folder, "archive"));
        Assert.Equal(["shop/a.csv", "shop/link/old/c.csv"], Found(Path.Combine(folder, "shop")));
    }
}
