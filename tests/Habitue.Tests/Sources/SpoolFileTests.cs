using System.Diagnostics;
using Habitue.Lake.Sources;

namespace Habitue.Tests.Sources;

public sealed class SpoolFileTests : IDisposable
{
    private readonly SpoolFixture spool = new();

    public void Dispose() => spool.Dispose();

    [Fact]
    public void What_is_kept_stays_and_what_is_not_is_deleted()
    {
        using (var lost = new SpoolFile(spool.Context, "https://h/a", ".jsonl"))
            lost.Write("half"u8);
        Assert.Empty(spool.Left);

        using var kept = new SpoolFile(spool.Context, "https://h/a", ".jsonl");
        kept.Write("whole"u8);
        kept.Keep();
        Assert.Equal("whole", File.ReadAllText(kept.LocalPath));
    }

    [Fact]
    public void Two_files_of_one_address_and_of_two_addresses_that_look_alike_do_not_meet()
    {
        using var a = new SpoolFile(spool.Context, "https://h/a?b", ".csv");
        using var b = new SpoolFile(spool.Context, "https://h/a?b", ".csv");
        using var c = new SpoolFile(spool.Context, "https://h/a-b", ".csv");
        Assert.Equal(3, new[] { a.LocalPath, b.LocalPath, c.LocalPath }.Distinct().Count());
    }

    [Fact]
    public void A_spool_folder_that_cannot_be_made_is_a_sentence_about_the_address()
    {
        string file = Path.Combine(spool.Folder, "in the way");
        File.WriteAllText(file, "");
        var error = Assert.Throws<SourceException>(() => new SpoolFile(spool.Context with { SpoolFolder = file }, "https://h/a", ".csv"));
        Assert.StartsWith("https://h/a: cannot be written to the spool folder (", error.Message);
        Assert.EndsWith("; free some space there or give another home with --home", error.Message);
    }

    [Fact]
    public void A_full_disk_is_a_sentence_and_leaves_no_half_file()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can mount the small disk that this test fills");
        string disk = Directory.CreateDirectory(Path.Combine(spool.Folder, "disk")).FullName;
        Assert.SkipUnless(Run("mount", "-t", "tmpfs", "-o", "size=256k", "none", disk) == 0, "this machine does not let anybody mount a small disk to fill");
        try
        {
            using var api = new TestApi($"[{string.Join(',', Enumerable.Repeat($$"""{"x":"{{new string('x', 1000)}}"}""", 1000))}]");
            var error = Assert.Throws<SourceException>(() =>
                new HttpSource().Fetch(api.Url("/o"), spool.Context with { SpoolFolder = disk }, CancellationToken.None));
            Assert.StartsWith($"{api.Url("/o")}: cannot be written to the spool folder (", error.Message);
            Assert.Empty(Directory.EnumerateFiles(disk));
        }
        finally
        {
            Assert.Equal(0, Run("umount", disk));
        }
    }

    private static int Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}
